"""Profiles of a group: the library, the editor, who uses them."""
