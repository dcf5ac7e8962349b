"""Eras and fiscal years, prefectures, widths, file names, personal data: pure Japanese, no Django."""
