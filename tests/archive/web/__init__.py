"""Tests of `archive.web`."""
