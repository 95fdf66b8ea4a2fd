"""One small module for each CMS family."""
