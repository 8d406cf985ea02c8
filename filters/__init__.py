"""Face filters: data and pure functions, laid through the matte."""
