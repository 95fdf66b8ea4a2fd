"""Tests of `archive.extract.text`."""
