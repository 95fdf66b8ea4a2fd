# What alerts say in mail, in chat and on pages. The ids are explained in archive/alerts/kinds/kind.py.
# Arguments are text: instants as 2026-02-02 02:31 in China, counts as digits; `none` where there is nothing.

## Shared parts

alert-subject =
    { $year ->
        [none] { $name }
       *[other] { $name } { $year }
    }
alert-rule = due { $due }; rule { $rule }: { $basis }
alert-where =
    { $url ->
        [none] { $place }
       *[other] { $url }
    }
alert-now =
    { $verdict ->
        [none] { "" }
       *[other] { " " }(now: { $verdict })
    }
alert-separator = { ", " }
alert-passed = { alert-subject }: { $kind } opened and closed again before it could be sent{ alert-now }
alert-several-closed = { $kind } no longer holds of { $count }: { $items }
alert-several-passed = { $kind } opened and closed again before it could be sent of { $count }: { $items }
alert-item-now = { $name }{ alert-now }

## A deadline is near

alert-deadline-near-name = deadline near
alert-deadline-within-a-week = { alert-subject }: due { $due }, { $count } not seen yet: { $outstanding } (rule { $rule }: { $basis })

## A report was not there after its deadline

alert-missed-deadline-name = missed deadline
alert-not-found-after-deadline = { alert-subject }: not found on { alert-where } as of { $as_of } ({ alert-rule })
alert-missed-deadline-several = { $count } not found on { alert-where } as of { $as_of }: { $items } ({ alert-rule })
alert-missed-deadline-item = { $name }
alert-missed-deadline-closed = { alert-subject }: { $kind } no longer holds{ alert-now }

## A report came after its deadline

alert-published-late-name = published late
alert-first-seen-after-deadline = { alert-subject }: first seen { $first_seen }, due { $due }, { $days_late } days; a complete check at { $checked_before } did not show it (rule { $rule }: { $basis })
alert-published-late-several = { $count } first seen after the day due: { $items } ({ alert-rule })
alert-published-late-item = { $name } ({ $first_seen }, { $days_late } days)

## A report names a day of publication on which it was not there

alert-backdated-name = backdated
alert-claimed-day-contradicted = { alert-subject }: the page claims { $claimed_on }, but a complete check at { $checked_before } did not show it; first seen { $first_seen }
alert-backdated-several = { $count } claim a day before a complete check that did not show them: { $items }
alert-backdated-item = { $name } (claims { $claimed_on }, not there { $checked_before }, first seen { $first_seen })

## The publisher changed figures

alert-figures-revised-name = figures revised
alert-figures-differ = { alert-subject }: figures seen at { $at } differ from those before (capture { $capture })
alert-figures-revised-several = figures revised of { $count }: { $items }
alert-figures-revised-item = { $name } ({ $at })

## A report is gone

alert-withdrawn-name = withdrawn
alert-gone-from-lists-and-address = { alert-subject }: gone from its address and from the lists since { $at } (capture { $capture })
alert-withdrawn-several = withdrawn of { $count }: { $items }
alert-withdrawn-item = { $name } ({ $at })
alert-withdrawn-closed = { alert-subject }: { $kind } no longer holds{ alert-now }

## Printed figures do not add up

alert-arithmetic-name = arithmetic
alert-printed-sums-wrong = { alert-subject }: printed figures do not add up in { $places } places: { $first }
alert-arithmetic-several = { $count } with printed figures that do not add up: { $items }
alert-arithmetic-item = { $name } (in { $places } places)

## A site is not seen whole, or shows nobody's report

alert-site-failing-name = site failing
alert-lists-show-no-report = site { $name }: seen whole { $last_ok }, but its lists show nobody's report for { $silent_year }: they may have moved or stopped; check its row. Nothing is concluded about its townships meanwhile
alert-many-missing = site { $name }: seen whole { $last_ok }, but { $missing } of { $owing } reports for { $silent_year } are missing at once: the list may have moved, lost rows or gone on elsewhere; check its row. Nothing is concluded about its townships meanwhile; if so many are really missing, say so by `nianbao review`
alert-not-seen-whole-for-nights = site { $name }: last seen whole { $last_ok }; last outcome { $outcome }: { $detail }. Nothing is concluded about its townships meanwhile
alert-never-seen-whole = site { $name }: never seen whole; last outcome { $outcome }: { $detail }. Nothing is concluded about its townships meanwhile
alert-site-failing-closed = { alert-subject }: { $kind } no longer holds

## Something is wrong with the archive itself

alert-archive-unhealthy-name = archive unhealthy
alert-archive-needs-attention = archive: { $ailments }
alert-archive-unhealthy-closed = archive: { $kind } no longer holds
