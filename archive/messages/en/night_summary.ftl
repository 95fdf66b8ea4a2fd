# The summary of a night.

night-title = nianbao, night of { $day } ({ $time } in China)
night-needs-person = Needs a person
night-nothing = nothing
night-sites = Sites
night-none-due = none was due
night-site = { $site }: { $outcome }: { $why }
night-verdicts = Verdicts
night-none-yet = none yet
night-year = { $year }: { $verdicts }
night-counted = { $count } { $name }
night-alerts = Alerts
night-alert-counts = { $opened } opened, { $closed } closed, open: { $kinds }
night-none = none
night-messages = Messages
night-nothing-to-tell = nothing to tell
night-channel = { $channel }: { $state }
night-told = { $told } told in { $parts } parts
night-again = { $again } of them again: the former sending broke off and may have arrived
night-channel-error = { $said } ({ $error })
night-copies = Copies
night-backup = backup: { $path }
night-published = published: { $path }
night-walls = Walls of the readers
night-walls-missing = missing: { $missing }; `nianbao doctor` says how to have them
night-walls-up = all up
night-steps = Steps
night-step = { $step }: { $seconds } s
night-missed = { $count } nights were missed before this one
night-unseen = { $count } open alerts that nobody has acknowledged: `nianbao alerts`
night-failed = { $count } sites were not seen whole: `nianbao sites`
night-failed-before = not seen whole earlier tonight, nor asked again: { $sites }
night-unread = { $count } documents wait for a reader that does not fail
night-unsent = channels that took nothing: { $channels }
night-unusable = channels that cannot be used: { $unusable }; `nianbao doctor` says why
night-no-sites = the registry has no site in force, so none is visited; `nianbao sites add URL` adds one
night-and-more = { $names } and { $more } more

# The steps of a night.

night-step-crawl = crawl
night-step-deadlines = deadlines
night-step-copies = copies
night-step-search = search
night-step-integrity = integrity
night-step-backup = backup
night-step-alerts = alerts
night-step-counts = counts
night-step-publish = publish
night-step-dataset = dataset
night-step-parquet = parquet
night-step-messages = messages
night-step-summary = summary
