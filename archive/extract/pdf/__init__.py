"""PDF to documents, by PDFium."""
