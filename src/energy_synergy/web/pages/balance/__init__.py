"""Surplus and deficit of a group."""
