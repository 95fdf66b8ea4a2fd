# What alerts say in mail, in chat and on pages. The ids are explained in archive/alerts/kinds/kind.py.
# Arguments are text: instants as 2026-02-02 02:31 in China, counts as digits; `none` where there is nothing.

## Shared parts

alert-subject =
    { $year ->
        [none] { $name }
       *[other] { $name } { $year }
    }
alert-rule = due { $due }, rule { $rule }
alert-where =
    { $url ->
        [none] { $place }
       *[other] { $url }
    }
alert-now =
    { $verdict ->
        [none] { "" }
        [late] { " " }(now: seen, after its deadline)
        [on_time] { " " }(now: on time)
        [not_published] { " " }(now: not found)
        [cannot_tell] { " " }(now: cannot be told)
        [seen_after_gap] { " " }(now: seen, since when is not known)
        [exempt] { " " }(now: exempt)
        [pending] { " " }(now: not yet due)
       *[other] { " " }(now: { $verdict })
    }
alert-separator = { ", " }
alert-passed = { alert-subject }: “{ $kind }” held for a time, ended before this message could be sent, and asks for nothing{ alert-now }
alert-several-closed = { $kind } no longer holds of { $count }: { $items }
alert-several-passed = “{ $kind }” held of { $count } for a time, ended before this message could be sent, and asks for nothing: { $items }
alert-item-now = { $name }{ alert-now }
alert-item-with-id = { $item } { $alert }

## A province in a message of very many alerts

alert-county-item = { $place } { $count }
alert-province-opened = { $kind }: { $count } in { $counties } counties (most: { $items })
alert-province-closed = { $kind } no longer holds of { $count } in { $counties } counties (most: { $items })
alert-province-passed = “{ $kind }” held of { $count } in { $counties } counties for a time, ended before this message could be sent, and asks for nothing

## A deadline is near

alert-deadline-near-name = deadline near
alert-deadline-within-a-week = { alert-subject }: due { $due }, { $count } not seen yet: { $outstanding } (rule { $rule })
alert-deadline-within-a-week-remedy = a week is left: remind the townships that are named

## A report was not there after its deadline

alert-missed-deadline-name = missed deadline
alert-not-found-after-deadline = { alert-subject }: not found on { alert-where } as of { $as_of } ({ alert-rule })
alert-not-found-after-deadline-remedy = open the list that is named and look for the report; if it stands elsewhere, say so by `nianbao review`; if it is missing, ask the township for it
alert-missed-deadline-several = { $count } not found on { alert-where } as of { $as_of }: { $items } ({ alert-rule })
alert-missed-deadline-item = { $name }
alert-missed-deadline-closed = { alert-subject }: { $kind } no longer holds{ alert-now }

## A report came after its deadline

alert-published-late-name = published late
alert-first-seen-after-deadline = { alert-subject }: first seen { $first_seen }, due { $due }, { $days_late } days; a complete check at { $checked_before } did not show it (rule { $rule })
alert-first-seen-after-deadline-remedy = nothing is left to publish; note the delay, or look at the evidence if the township says otherwise
alert-published-late-several = { $count } first seen after the day due: { $items } ({ alert-rule })
alert-published-late-item = { $name } ({ $first_seen }, { $days_late } days)

## A report names a day of publication on which it was not there

alert-backdated-name = backdated
alert-claimed-day-contradicted = { alert-subject }: the page claims { $claimed_on }, but a complete check at { $checked_before } did not show it; first seen { $first_seen }
alert-claimed-day-contradicted-remedy = look at both checks in the evidence and ask who maintains the page on which day it went online
alert-backdated-several = { $count } claim a day before a complete check that did not show them: { $items }
alert-backdated-item = { $name } (claims { $claimed_on }, not there { $checked_before }, first seen { $first_seen })

## The publisher changed figures

alert-figures-revised-name = figures revised
alert-figures-differ = { alert-subject }: figures seen at { $at } differ from those before (capture { $capture })
alert-figures-differ-remedy = compare both versions (`nianbao history CODE YEAR`) and ask the township which is right
alert-figures-revised-several = figures revised of { $count }: { $items }
alert-figures-revised-item = { $name } ({ $at })

## A report is gone

alert-withdrawn-name = withdrawn
alert-gone-from-lists-and-address = { alert-subject }: gone from its address and from the lists since { $at } (capture { $capture })
alert-gone-from-lists-and-address-remedy = open the address that is named; if the report moved, say so by `nianbao review`; if it was taken down, ask the township why
alert-withdrawn-several = withdrawn of { $count }: { $items }
alert-withdrawn-item = { $name } ({ $at })
alert-withdrawn-closed = { alert-subject }: { $kind } no longer holds{ alert-now }

## Printed figures do not add up

alert-arithmetic-name = arithmetic
alert-printed-sums-wrong = { alert-subject }: printed figures do not add up in { $places } places: { $first }
alert-printed-sums-wrong-remedy = compare with the archived page; tell the township which sum is wrong, or dismiss it (`nianbao findings --help`) if we misread it
alert-arithmetic-several = { $count } with printed figures that do not add up: { $items }
alert-arithmetic-item = { $name } (in { $places } places)

## A site is not seen whole, or shows nobody's report

alert-site-failing-name = site failing
alert-lists-show-no-report = site { $name }: seen whole { $last_ok }, but its lists show nobody's report for { $silent_year }: they may have moved or stopped; check its row. Nothing is concluded about its townships meanwhile
alert-lists-show-no-report-remedy = look whether the site lists its reports elsewhere now, and correct the row's `start`; try it by `nianbao sites check ID`
alert-many-missing = site { $name }: seen whole { $last_ok }, but { $missing } of { $owing } reports for { $silent_year } are missing at once: the list may have moved, lost rows or gone on elsewhere; check its row. Nothing is concluded about its townships meanwhile; if so many are really missing, say so by `nianbao review`
alert-many-missing-remedy = look at the list; if it moved, correct the row's `start`; if so many are really missing, say so by `nianbao review`
alert-not-seen-whole-for-nights = site { $name }: last seen whole { $last_ok }; last outcome { $outcome }: { $detail }. Nothing is concluded about its townships meanwhile
alert-not-seen-whole-for-nights-remedy = run `nianbao sites check ID`: it says what is missing; correct the row, or wait where the site is down
alert-never-seen-whole = site { $name }: never seen whole; last outcome { $outcome }: { $detail }. Nothing is concluded about its townships meanwhile
alert-never-seen-whole-remedy = run `nianbao sites check ID`: it says what is missing; the row's `start` or `hosts` is probably not right yet
alert-site-failing-closed = { alert-subject }: { $kind } no longer holds

## Something is wrong with the archive itself

alert-archive-unhealthy-name = archive unhealthy
alert-archive-needs-attention = archive: { $ailments }
alert-archive-needs-attention-remedy = do what the sentence says; `nianbao doctor` shows what this machine lacks
alert-archive-unhealthy-closed = archive: { $kind } no longer holds
