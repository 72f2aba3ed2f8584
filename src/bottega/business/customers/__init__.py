"""Customers: people and companies, deals with them, and everything that was said and done about them."""
