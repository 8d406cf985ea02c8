"""Trains the face matting network; the app never imports this."""
