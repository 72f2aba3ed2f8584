"""The timeline of a customer: activities and comments."""
