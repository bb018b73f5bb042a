"""Page objects of the portal: labels, links and formatted text, ready for the templates."""
