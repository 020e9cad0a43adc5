"""The country scheme of a group."""
