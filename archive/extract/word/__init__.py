"""Word files to documents: DOCX and flat XML, the binary DOC, RTF."""
