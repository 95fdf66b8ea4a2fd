# What all pages share: head and foot, times, charts, errors.

page-brand = nianbao
page-home = Annual reports archive
page-skip = To the content
page-navigation = Pages
page-where = Where this page stands
page-download = download by SHA-256
page-label = { $name }:{ " " }
page-in-brackets = { " " }({ $text })
page-language = 中文
page-overview = Overview
page-questions = Open questions
page-check = Check a draft
page-tables = Tables and queries
page-foot-absence = Verdicts say what was seen and when. Absence is concluded only from checks that saw every list whole.
page-foot-times = Times are China time (CST, UTC+8); hover for UTC. Served by { $datasette }; every page is a view of { $tables }.
page-foot-the-tables = the archive’s tables
page-scroll = Scroll sideways for more
page-on-site = opens on the county’s site

page-day = { $day } { $month ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] May
        [6] Jun
        [7] Jul
        [8] Aug
        [9] Sep
        [10] Oct
        [11] Nov
       *[12] Dec
    }
page-count-of = { $count } { $name }
page-verdicts-of = Verdicts: { $name }

page-chart-label = Reports by day of publication, around the day on which they fell due
page-chart-due = due { $day }
page-chart-bar = { $day }: { $count } { $kind }
page-chart-unproved = claimed date, not proved

page-error-missing = Not here
page-error-failed = This did not work
page-error-no-page = No page, table or row stands at this address.
page-error-asked = What was asked for cannot be answered.
page-error-no-column = This table has no column { $name } to filter by.
page-error-no-comparison = There is no comparison { $name }.
page-error-quoted = The database program's own message:
page-error-too-large = The query needed more memory than this server allows and was ended. Please narrow it, or join less together.
page-error-too-long = The query took longer than this server allows and was ended. Please narrow it, to a county or a year for instance.
page-error-refused = This may not be seen here.
page-error-inside = Something is wrong on our side; it has been written to the log.
page-only-read = These pages are only read.
