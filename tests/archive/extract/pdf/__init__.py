"""Tests of `archive.extract.pdf`."""
