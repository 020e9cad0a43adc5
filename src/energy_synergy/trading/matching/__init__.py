"""Matching rules: which bids and asks of one slot become deals, and at what prices."""
