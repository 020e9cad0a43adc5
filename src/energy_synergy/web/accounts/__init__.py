"""Accounts: how the site dresses and narrows what allauth does for them."""
