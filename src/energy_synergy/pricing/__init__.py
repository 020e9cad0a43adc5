"""Prices inside the group: one file is one rule that finds a local price for each slot."""
