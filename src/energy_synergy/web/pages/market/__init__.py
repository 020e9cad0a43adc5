"""The market of a group: prices, trades, the explained cent and the proofs."""
