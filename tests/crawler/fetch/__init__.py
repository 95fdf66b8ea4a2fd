"""Tests of `crawler.fetch`."""
