"""The list of groups and the demo group."""
