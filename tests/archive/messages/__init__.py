"""Tests of `archive.messages`."""
