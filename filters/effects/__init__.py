"""The effects: a folder a family, a file a filter."""
