"""Tabular files: CSV, XLSX and others, exports and imports."""
