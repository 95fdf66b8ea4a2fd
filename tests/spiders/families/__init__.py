"""Tests of `spiders.families`."""
