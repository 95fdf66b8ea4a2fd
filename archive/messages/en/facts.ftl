# What a check did not prove, by the observation that stands in the way; the codes are in archive/captures/facts.py.
# No full stop: a sentence may stand within another. A remedy is a sentence of its own.

page-cut = page { $number } of a list broke off before its closing tags
error-in-page = page { $number } of a list prints an error: { $words }
garbled-text = page { $number } of a list has { $count } characters that cannot be decoded
page-not-kept = the archive does not have page { $number } of a list
list-not-read = a list was not read to its end
count-exceeds-items = a list states { $count } where { $items } items were read
pager-unclear = a pager does not say that the list ends there: { $words }
more-offered = a list offers more, and no address leads there: { $words }
frame-unread = a frame may hold the list: { $words }
container-empty = a part of the page is empty that a script may fill: { $words }
script-unknown = a script of the page may load more: { $words }
rendering-failed = shown in a browser, something on the page failed: { $words }
another-list = page { $number } shows another list than the first page
rows-open = { $count } rows may be its report and were not read, as { $title }
way-to-other-host = what may lead to more reports lies on { $host }, which is none of the site's hosts: { $words } ({ $url })
way-not-followed = what may lead to more reports was not followed: { $words } ({ $url })
stale-copy = page { $number } of a list is a copy made { $hours } hours before
cache-of-unknown-age = page { $number } of a list came from a cache that does not say how old it is
row-said-to-be-it = a person says that a row is its report: { $title }
said-not-place = a person says that it publishes elsewhere
list-not-seen-moving = the lists have not changed since the season began; they may be an old copy
list-returned = a list shows again what it showed before another state: an old copy was restored
place-unproved = neither it nor nearly all of its peers published there: { $published } of { $owing } did
many-missing = { $missing } of { $owing } are missing at once, and { $before } were a year before: a matter of the site
proof-missing = the check is of an earlier version, which stored no proof
run-found-it = the run that checked the list found the report itself

## What a person could do

remedy-page-cut = Nothing to do: the page is requested again every night.
remedy-error-in-page = Tell the site's operator that the page prints an error.
remedy-garbled-text = Open the page; if it is readable there, report its address as a bug.
remedy-page-not-kept = Run the next night; earlier pages cannot be fetched any more.
remedy-list-not-read = See `nianbao sites check` for what keeps the list from being read.
remedy-count-exceeds-items = Open the list and see whether it has more pages; if not, confirm its end by `nianbao review`.
remedy-pager-unclear = Open the list and see whether it has more pages; if not, confirm its end by `nianbao review`.
remedy-more-offered = Open the list and see whether it has more rows; if not, confirm its end by `nianbao review`.
remedy-frame-unread = Open the frame's address; if the reports hang there, add it to `columns` in sites.toml.
remedy-container-empty = Open the page in a browser; if it shows a list, add that list's address to `columns` in sites.toml.
remedy-script-unknown = Install a browser (`playwright install chromium`), or confirm the list's end by `nianbao review`.
remedy-rendering-failed = Open the list in a browser; if it shows all, confirm its end by `nianbao review`.
remedy-another-list = Open that page; if the list goes on elsewhere, add that place to `columns` in sites.toml; if the page belongs to it, report both addresses as a bug.
remedy-rows-open = Open the row and say whose report it is by `nianbao review`.
remedy-way-to-other-host = Open the address; if reports of this county hang there, add its host to `hosts` in sites.toml, or give it a row of its own.
remedy-way-not-followed = Open the address; if reports hang there, add it to `columns` in sites.toml.
remedy-stale-copy = Nothing to do: the page is requested again every night.
remedy-cache-of-unknown-age = Tell the site's operator that a cache hides new reports.
remedy-list-not-seen-moving = Wait for the list's next change, or confirm by `nianbao review` that it is of today.
remedy-list-returned = Wait for the list's next change, or ask the site's operator.
remedy-place-unproved = Say by `nianbao review` whether it publishes there; else add its own list to `columns` in sites.toml.
remedy-many-missing = Open the list; if the reports hang elsewhere, add that place to `columns` in sites.toml.
remedy-row-said-to-be-it = Add the list that leads there to `columns` in sites.toml, so that the report is read.
remedy-said-not-place = Add its own list to `columns` in sites.toml.
remedy-proof-missing = Run `nianbao reparse`, which finds the proofs of earlier checks in their captures.
remedy-no-report-in-county = Open the list; if the reports hang elsewhere, add that place to `columns` in sites.toml.
remedy-named-by-witness = Open the address; if the report is there, add the list that leads to it to `columns` in sites.toml.
remedy-other-entry-addresses = Nothing to do: the next two nights decide.

## Witnesses of backdating

address-names-later-day = its own address carries the day { $day }
numbered-among-later = its number { $number } comes after that of an article of { $after }, among { $articles } numbered articles
address-was-missing = its address was requested on { $day } and was not there

## Second witnesses of absence

witness-sitemap = the sitemap
witness-feed = a feed (RSS)
witness-search = the site's own search
witness-collection = a collection of reports
witness-shows-nothing = { $witness } names no such report
witness-named-others = { $witness } named documents that were read, and none is its report
witness-none = { $witness } does not exist
witness-not-allowed = { $witness } may not be requested by the rules of robots.txt or of the site's row
witness-not-answered = { $witness } did not answer
