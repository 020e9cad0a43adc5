"""Reports of a group and of its companies, to print and to compute with."""
