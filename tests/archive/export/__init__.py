"""Tests of `archive.export`."""
