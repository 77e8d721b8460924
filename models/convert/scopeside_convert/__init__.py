"""Turns networks of other programs into Scopeside model packages."""
