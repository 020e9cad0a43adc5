"""Metering: series of readings, the day blocks they are kept in, and the checks they pass."""
