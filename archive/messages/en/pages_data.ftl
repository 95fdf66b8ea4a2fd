# Feeds, and how to cite.

feed-title = Annual reports: { $place }
feed-country = China
feed-subtitle = Reports published, changed, withdrawn and missed, as the archive saw it. Instants are China time.
feed-published = { $county } { $township } { $year }: published
feed-changed = { $county } { $township } { $year }: changed
feed-withdrawn = { $county } { $township } { $year }: withdrawn
feed-missed = { $county } { $township } { $year }: missing after its due day
feed-published-says = First seen { $at }.
feed-changed-says = The publisher changed it; first seen so { $at }, and so again on a later day.
feed-withdrawn-says = No longer there; first noticed { $at }, and so again on a later night.
feed-missed-says = Complete checks on two nights after the due day did not show it ({ $at }).
feed-missed-ended = { " " }Seen after all { $at }.
feed-unknown-place = The gazetteer knows no such place.
feed-link = Feed
json-link = JSON
cite-title = Cite this report
cite-line = { $issuer }. { $title } [{ $year }]. { $url }. Archived { $archived } (China time), SHA-256 { $digest }; version { $version }, archive as of { $as_of }.
cite-untitled = without a title
