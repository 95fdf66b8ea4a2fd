"""Spreadsheets to documents: XLSX, the XML of Excel 2003, XLS."""
