"""Addresses of customers: operations and format."""
