"""Tests of `crawler.runtime`."""
