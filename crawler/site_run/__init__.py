"""The process of a site: Scrapy settings, pipeline, reading beside the download, and the outcome."""
