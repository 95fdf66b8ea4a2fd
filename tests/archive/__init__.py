"""Tests of `archive`."""
