"""Indicators: the observatory. Datasets, immutable releases, indicators, and where each figure comes from."""
