"""Tests of `crawler.site_run`."""
