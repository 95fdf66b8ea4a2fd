"""Tests of `archive.extract.tables`."""
