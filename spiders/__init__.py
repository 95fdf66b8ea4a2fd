"""County sites: where reports hang, how lists page on, what a page of each CMS looks like.

Knows neither how pages are fetched (`crawler`) nor what is kept of them (`archive`).
"""
