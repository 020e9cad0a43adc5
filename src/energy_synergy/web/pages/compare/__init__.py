"""Comparison of sharing keys and prices."""
