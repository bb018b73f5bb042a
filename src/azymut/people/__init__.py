"""People: accounts, organisations, memberships, rights, invitations, consents, retention."""
