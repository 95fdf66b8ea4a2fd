"""Support for tests, apart from the tests themselves; README.md says what is where."""
