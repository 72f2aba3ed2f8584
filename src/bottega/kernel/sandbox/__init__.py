"""Sandboxed processes for untrusted files, bounded in time, memory and number."""
