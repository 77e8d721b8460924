"""Trains Scopeside's own segmentation networks, and anybody's from their own images."""
import pathlib
import sys

# What writes packages, and scales images as packages state it, is shared with models/convert.
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "convert"))
