"""Files of statistical offices, read into observations and brought in as releases."""
