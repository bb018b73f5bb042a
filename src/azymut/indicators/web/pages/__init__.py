"""Page objects of the room: labels, links and numbers ready to be printed."""
