"""Tags and their assignments."""
