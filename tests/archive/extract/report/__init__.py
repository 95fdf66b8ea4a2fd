"""Tests of `archive.extract.report`."""
