"""Tests of `archive.extract.sandbox`."""
