"""Draws pages as WebP files: PDFs and image files have one module each, what they share is in `encode`."""
