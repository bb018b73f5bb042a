"""The kernel: what every room is built from; it knows no domain."""
