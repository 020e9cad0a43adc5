"""The page of one company in a group: its own energy, and what it gives and receives."""
