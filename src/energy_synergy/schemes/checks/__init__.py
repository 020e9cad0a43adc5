"""Checks of a group against its scheme: one file for each thing that a scheme bounds."""
