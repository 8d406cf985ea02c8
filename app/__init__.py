"""The app: everything between a source of pictures and a sink."""
