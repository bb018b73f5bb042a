"""Views of the room: what everyone may see, and what those who load figures do."""
