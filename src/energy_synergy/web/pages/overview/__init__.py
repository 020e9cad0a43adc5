"""The overview of a group."""
