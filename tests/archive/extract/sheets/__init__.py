"""Tests of `archive.extract.sheets`."""
