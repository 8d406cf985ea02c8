"""What is in a picture: faces and their visible parts."""
