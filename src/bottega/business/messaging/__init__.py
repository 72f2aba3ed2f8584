"""Private messages between two users."""
