"""Tests of `archive.extract.word`."""
