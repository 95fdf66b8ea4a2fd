"""Tests of `archive.maintenance`."""
