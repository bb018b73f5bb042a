"""Occupations: KZiS schemes, school occupations, ISCO-08 groups."""
