"""Consistency rules: what of a report contradicts itself, its form or the year before."""
