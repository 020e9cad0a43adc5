"""People: their roles in a group and its companies, invitations, and the accounts of the site."""
