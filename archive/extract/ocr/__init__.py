"""Pictures of pages to documents, by character recognition."""
