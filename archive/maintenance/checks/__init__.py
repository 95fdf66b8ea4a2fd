"""The checks of a verification: each recomputes what the archive has stored, and yields every difference."""
