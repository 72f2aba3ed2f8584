"""The staff: teams, members, their timeline and leave."""
