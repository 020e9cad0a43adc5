"""What the grid asks of a member and pays it: one file is one way to price a kWh, and the dated tariffs of members."""
