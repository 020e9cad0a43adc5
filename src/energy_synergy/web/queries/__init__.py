"""What each page shows: one frozen dataclass a screen."""
