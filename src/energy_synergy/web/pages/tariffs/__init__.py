"""The pages of tariffs: of a group, and of each of its companies."""
