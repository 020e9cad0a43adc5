"""The community: a group of members, its balance in a window of time, and what follows from it."""
