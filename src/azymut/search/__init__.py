"""Search: the index engine with Polish lemmas; it knows no domain."""
