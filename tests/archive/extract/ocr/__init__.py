"""Tests of `archive.extract.ocr`."""
