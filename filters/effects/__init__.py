"""The effects, one file a filter."""
