"""Nights over a cluster of workers on loopback."""
