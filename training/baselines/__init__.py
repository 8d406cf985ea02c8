"""What the student must beat."""
