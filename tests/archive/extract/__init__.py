"""Tests of `archive.extract`."""
