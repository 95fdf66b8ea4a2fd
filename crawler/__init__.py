"""Fetching: plans, politeness, what a response means, one process a site, and the command line."""
