"""How good a matte is. Each function is one figure; formulas and units in docs/training.md."""
