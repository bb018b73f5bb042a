"""How provision comes in: the school register's API, an office's own table, the demonstration's sample; and out."""
