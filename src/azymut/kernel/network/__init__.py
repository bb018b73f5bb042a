"""Asking sources over HTTP: within their limits, with patience, going on where it stopped. Knows no domain."""
