"""Numbered migrations of the archive."""
