"""Documents: PDF, DOCX and XLSX from templates and frozen data; it knows no domain."""
