"""What all readers share: the `Document`, grids of cells, character sets, XML and limits."""
