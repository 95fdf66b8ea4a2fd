"""Tests of `archive.captures`."""
