"""Indicators: numbers that say how well a group shares, one file each."""
