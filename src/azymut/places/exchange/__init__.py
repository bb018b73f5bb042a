"""File formats of the room: the bundled tables, TERC, boundaries."""
