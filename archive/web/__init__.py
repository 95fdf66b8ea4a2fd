"""Datasette on an archive, read-only, with the project's pages."""
