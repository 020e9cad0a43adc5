"""Standard days for companies that know only their annual total: a catalogue of data files, and sources."""

from energy_synergy.profiles._catalogue import data_options

__all__ = ["data_options"]
