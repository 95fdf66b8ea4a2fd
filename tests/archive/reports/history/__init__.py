"""Tests of `archive.reports.history`."""
