"""Trains Scopeside's own segmentation networks, and anybody's from their own images."""
