# Why a site run is not ok (SiteRunReason).

crashed = crash: { $error }
no-list-found = no list of annual reports was found: { $causes }
list-incomplete = list not seen whole: { $start } ({ $cause })
list-shrank = list shrank from { $before } to { $items } items: { $start }
list-replaced = list shows nothing of what it showed before: { $start }
fewer-items-in-new-lists = with its new lists the site shows { $shown } items, { $before } before
attempt-failed = { $verdict }: { $url } ({ $detail })
township-unresolved = township not resolved: { $title }
links-not-followed = { $links } links that name annual reports were not followed: the search is over budget
no-list-from-start = no list of annual reports was found from here
list-not-shown = shows no list
answer-not-usable = { $verdict }
request-failed = { $cause }
process-ended = the site's process ended without a word
process-vanished = ended without a word
process-killed = its process was killed by { $signal }
memory-limit = its processes held { $held } MB, more than the { $allowed } allowed
time-limit = it took longer than the { $seconds } seconds allowed
unspecified = no known reason is given

# Beside the reasons (SiteRunNote).

further-reasons = and { $number } more
see-sites-check = see `nianbao sites check`
