"""What the formats read with: bounded bytes, text, numbers, times, columns and layouts; no options live here."""
