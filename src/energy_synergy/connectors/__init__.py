"""What fetches data from elsewhere: one file is one source."""
