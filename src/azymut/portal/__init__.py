"""Portal: home, desk, site search, navigation, public pages; composition only."""
