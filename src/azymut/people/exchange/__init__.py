"""Files and tables of the room: the school register, lists for export, bundled consent purposes."""
