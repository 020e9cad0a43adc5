"""What is done about missing readings of a company: one file per policy."""
