"""In-memory indexes of encrypted columns: sort keys and trigrams, kept current by LISTEN/NOTIFY."""
