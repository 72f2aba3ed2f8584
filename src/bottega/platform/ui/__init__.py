"""The user interface's side of the API: what a screen needs before it asks for rows."""
