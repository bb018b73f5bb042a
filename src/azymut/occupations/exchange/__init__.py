"""File formats of the room: KZiS, school occupations, ISCO-08, the bundled tables, exports."""
