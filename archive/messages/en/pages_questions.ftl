# The page of open questions.

page-questions-county = A county has six digits
page-questions-all = all counties
page-questions-lead = What only people can tell, ordered by the verdicts that each answer can open. Answer one with { $answer }; or write all to a sheet with { $sheet }, fill it in, and read it with { $read }.
page-questions-weight = { $count ->
        [one] { $count } verdict waits for it
       *[other] { $count } verdicts wait for it
    }
page-questions-missing = Missing
page-questions-yes = If yes
page-questions-no = If no
page-questions-more = { $count } more; { $command } lists all.
page-questions-none = No question is open.
page-questions-answers = What has been answered
