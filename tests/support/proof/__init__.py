"""Support for tests: see README.md."""
