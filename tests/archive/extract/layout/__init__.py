"""Tests of `archive.extract.layout`."""
