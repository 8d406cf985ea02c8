"""Packs: filters that others made, read from a folder or a zip and never trusted.

`contents` reads the files, `manifest` checks pack.toml, `loading` makes filters of it.
"""
