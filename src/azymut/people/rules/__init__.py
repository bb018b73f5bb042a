"""Pure decisions of the room: rights, identifiers, invitations, retention."""
