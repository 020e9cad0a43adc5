"""The command `energy-synergy`: one file for each verb."""
