"""Tests of `archive.deadlines`."""
