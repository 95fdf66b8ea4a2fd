"""Worker processes that read hostile files, confined and limited."""
