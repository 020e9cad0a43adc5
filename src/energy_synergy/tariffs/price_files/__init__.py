"""Files of day-ahead prices: one file here is one layout."""
