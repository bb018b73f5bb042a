"""Provision: which school teaches which occupation, to how many, in which school year, and who says so."""
