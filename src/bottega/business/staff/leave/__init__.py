"""Leave: requests and decisions, working days, balances, settings."""
