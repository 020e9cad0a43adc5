"""Quality of a group's readings."""
