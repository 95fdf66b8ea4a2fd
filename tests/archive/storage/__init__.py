"""Tests of `archive.storage`."""
