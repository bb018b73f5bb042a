"""Views of the portal, one file per page or family of pages."""
