"""Tests of `crawler.browser`."""
