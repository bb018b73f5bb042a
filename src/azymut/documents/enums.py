"""Choices of the room."""

from __future__ import annotations

from django.db import models


class Format(models.TextChoices):
    PDF = "pdf", "PDF"
    DOCX = "docx", "DOCX"
    XLSX = "xlsx", "XLSX"


CONTENT_TYPES: dict[str, str] = {
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

TEMPLATE_SUFFIXES: dict[str, str] = {Format.PDF: "typ", Format.DOCX: "docx", Format.XLSX: "xlsx"}
"""What templates of a format are kept as: PDF is set from Typst, office files from files of their own kind."""
