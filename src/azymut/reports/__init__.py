"""Reports: documents that read across rooms; it only reads."""
