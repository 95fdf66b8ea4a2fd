"""Tests of `archive.extract.opendocument`."""
