"""From grids and running text to the statutory tables."""
