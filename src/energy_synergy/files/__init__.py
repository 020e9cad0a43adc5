"""Files of rows, whatever they hold: their bytes and bounds, text and cells, numbers and times."""
