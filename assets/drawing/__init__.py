"""Draws the shipped sprites: `python -m assets.drawing` writes assets/sprites/ anew."""
