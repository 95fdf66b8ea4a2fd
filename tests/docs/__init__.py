"""Tests of the documents: what they show is what is there."""
