"""Tests of `crawler.notify`."""
