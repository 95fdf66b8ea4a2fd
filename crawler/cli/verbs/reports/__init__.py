"""Verbs for reading reports, and for asking the archive about them."""
