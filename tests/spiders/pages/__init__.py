"""Tests of `spiders.pages`."""
