# The search.

search-title = Search
search-words = Words
search-county = County
search-year = Year
search-go = Search
search-how = Townships, counties, titles, document numbers, sections and findings. Traditional characters and full-width forms count as simplified and normal ones. Several words must all be there, in the text or in the names of its place. A county is six digits, a province two.
search-incomplete = Not every report is searched yet: the next night, or `nianbao reparse`, completes the index.
search-places = Places
search-former = until { $day }
search-reports = Reports
search-too-short = Reports are searched for words of two characters or more.
search-none = No report in force holds these words.
search-none-so-far = None so far: many reports hold parts of these words. Search on.
search-next = Search on
search-in-title = Title
search-in-number = Document number
search-in-heading = Heading
search-in-finding = Finding
search-more-parts = and in { $count } more parts
search-box = Search reports and places
search-malformed = A county has six digits, a province two, a year four.
