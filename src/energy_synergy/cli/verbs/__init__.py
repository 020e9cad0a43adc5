"""Verbs: each file has a sentence on top, `configure(parser)` for its options, and `run(arguments, output)`."""
