# What a person is asked, and what an answer does; the kinds are in archive/captures/answers.py.

question-list-ends = { $county }: does this list end where reading ended?
question-list-ends-yes = The list counts as ended, until its page changes its shape.
question-list-ends-no = The list counts as longer than what was read; add the address of the rest to `columns` in sites.toml.
question-row = { $county }: is “{ $title }” the { $year } report of { $units }?
question-row-yes = The report counts as published, unread; add the list that leads there to `columns` in sites.toml.
question-row-no = The row keeps nothing open any more.
question-of-today = { $county }: are these lists kept up to date?
question-of-today-yes = What the lists do not show counts as absent.
question-of-today-no = Nothing is concluded from these lists, until they change.
question-place = { $county }: is this where { $units } publish their reports?
question-place-yes = What these lists do not show counts as absent.
question-place-no = Nothing is concluded of them from these lists; add their own list to `columns` in sites.toml.
question-plausible = { $county }: are as many reports for { $year } missing as it looks, those of { $units }?
question-plausible-yes = What the lists do not show counts as absent.
question-plausible-no = Nothing is concluded for that year; add the place where the reports hang to `columns` in sites.toml.
question-owes = { $county }: does { $units } owe a yearly report?
question-owes-yes = It is judged as a township is.
question-owes-no = It stays exempt, and is not asked about again.
question-more-units = { $names } and { $count } more
