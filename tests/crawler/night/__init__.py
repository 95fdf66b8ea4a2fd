"""Tests of `crawler.night`."""
