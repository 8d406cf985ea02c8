"""The window, built on a session; the only part of the app that knows Qt."""
