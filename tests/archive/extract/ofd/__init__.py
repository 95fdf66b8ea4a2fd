"""Tests of `archive.extract.ofd`."""
