"""Database models and the stores that alone touch them."""
