"""Tests of the skin filters."""
