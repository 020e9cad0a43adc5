"""The market of a group: who may trade, at which price, and what everybody gains."""
