"""Country schemes: who may share with whom, within what bounds, and at what grid fee; dated figures as data."""
