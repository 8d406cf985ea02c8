"""Fixed validation clips, every method's mattes on them, and what they are worth."""
