"""Azymut: one thread from evidence to decision to action to effect, for a Polish region."""
