"""Tests of `archive.extract.page`."""
