"""Day-ahead prices of a group's bidding area."""
