"""Labelled pictures on disk and clips made of them."""
