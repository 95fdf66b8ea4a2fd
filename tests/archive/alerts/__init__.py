"""Tests of `archive.alerts`."""
