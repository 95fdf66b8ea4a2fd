"""Tests of `spiders`: saved pages, pure rules, and the spider against the sample sites."""
