"""What the network may run on: which accelerators there are, and which of them is taken."""
