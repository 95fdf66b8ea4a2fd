"""The Datasette plugin: pages, labels and templates over the archive."""
