"""Tests of `archive.gazetteer`."""
