"""OpenDocument text and spreadsheets to documents."""
