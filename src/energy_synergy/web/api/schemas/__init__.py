"""What goes in and out of the programming interface, one file for each area."""
