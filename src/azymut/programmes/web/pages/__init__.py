"""Page objects: labels, links and formatted figures for the templates."""
