"""What templates may ask for: numbers, dates, icons and the frame of the page."""
