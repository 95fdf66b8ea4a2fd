"""Web pages, and the JSON, XML and MIME that wrap them, become documents."""
