"""Tests of `archive.reports`."""
