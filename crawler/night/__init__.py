"""A whole night over many sites, and what it says of itself."""
