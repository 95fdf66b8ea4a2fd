"""Tests of `archive.drafts`."""
