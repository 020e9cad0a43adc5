"""Settings of a group, its archive and its checklist."""
