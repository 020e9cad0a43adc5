"""The programming interface: what the pages show and do, as JSON under /api/v1."""
