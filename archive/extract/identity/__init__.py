"""Whose report a document is and for which year, or why it is none."""
