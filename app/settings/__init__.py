"""What the app remembers from one start to the next."""
