"""Energy Synergy: finds, proves and runs local energy markets between companies."""
