"""Checks: one file for each thing that can be wrong with readings."""
