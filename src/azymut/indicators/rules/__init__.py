"""Pure decisions of the room: values of observations, formulas, comparison of releases, ranks and changes."""
