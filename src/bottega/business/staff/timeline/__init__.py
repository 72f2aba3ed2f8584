"""The timeline of a member: activities, notes, addresses and former jobs."""
