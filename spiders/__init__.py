"""County sites: where reports are listed, how lists are paginated, what a page of each CMS looks like.

Knows neither how pages are fetched (`crawler`) nor what is stored of them (`archive`).
"""
