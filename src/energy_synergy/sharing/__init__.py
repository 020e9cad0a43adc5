"""Sharing keys: who receives the surplus of the group, in every slot."""
