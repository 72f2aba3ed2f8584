"""Re-encryption of stored values and files after a key or a setting has changed."""
