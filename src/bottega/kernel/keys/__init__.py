"""Keys: secrets of the installation, master key, wrapped keys of tenants."""
