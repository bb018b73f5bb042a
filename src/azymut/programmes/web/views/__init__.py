"""Views of the room: public pages, one action, and the workspace."""
