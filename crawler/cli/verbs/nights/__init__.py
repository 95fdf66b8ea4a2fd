"""Verbs for watching sites: set up, fetched, told of."""
