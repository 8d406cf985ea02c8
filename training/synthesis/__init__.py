"""Composes training clips: faces, occluders, motion, cameras."""
