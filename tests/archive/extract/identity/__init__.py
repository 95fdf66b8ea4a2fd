"""Tests of `archive.extract.identity`."""
