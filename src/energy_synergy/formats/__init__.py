"""Formats: one file for each layout of meter file, found by score."""
