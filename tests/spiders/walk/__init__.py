"""Tests of `spiders.walk`."""
