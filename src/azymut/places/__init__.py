"""Places: territorial units, their codes in every spelling, neighbours, names in sentences, cartogram positions."""
