"""Agreements of a group: the key and the price that it shares by, from one day to another."""
