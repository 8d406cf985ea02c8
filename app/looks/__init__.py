"""Looks as files: read, written, brought up to date, passed on."""
