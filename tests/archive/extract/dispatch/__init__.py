"""Tests of `archive.extract.dispatch`."""
