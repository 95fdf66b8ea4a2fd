"""SQLite and bytes: the archive file, its schema, payloads and keys. Knows nothing of what tables mean."""
