"""One site in one process: Scrapy settings, pipeline, reading beside the download, and the outcome."""
