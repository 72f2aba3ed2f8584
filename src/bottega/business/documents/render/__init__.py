"""Rendering and files: PDF, HTML, merged files, storage, downloads."""
