# Why a listing check did not see the whole list (ListCheckReason).

items-not-loaded = the page loads its items from elsewhere, and they do not come
page-number-differs = page { $number } says that it is page { $stated }
too-many-pages = has more than { $most } pages
page-repeated = page { $number } repeats page { $earlier }
fewer-pages-than-declared = ends after page { $number } of { $declared }
fewer-items-than-declared = shows { $shown } of { $declared } items
page-empty = page { $number } is empty
next-page-behind-script = the next page lies behind a script
no-link-to-next-page = another page is linked as the last one, and none as the next
more-on-click = more is loaded on a click
# $page is the number of the current page, or "unknown".
pages-without-address = no address leads to the page after { $page ->
        [unknown] this one
       *[other] { $page }
    } of { $last }
page-not-received = page { $number } did not come: { $cause }
page-without-list = page { $number } shows no list
request-budget-spent = the site's budget of requests is used up
crawl-ended-early = the crawl ended before the list did
