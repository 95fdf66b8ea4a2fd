"""Tests of `archive.extract.html`."""
