"""Tests of `archive.extract.checks`."""
