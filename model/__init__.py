"""The trained network: its contract, the face-locked crop, the recurrent runtime."""
