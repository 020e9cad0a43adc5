"""Files of sharing coefficients for the grid operator, where their layout is known."""
