"""Data of a group: what is in use, uploads, estimates."""
