# What went wrong in a night (NightReason), and why a run's instants cannot be trusted (RunDoubt).

step-failed = { $step }: { $error }
runs-in-future = clock: { $runs } runs lie in the future of this night; their looks count no more
archive-failed = { $error }
test-message = This is a test; nothing is wrong.
dated-after-later-night = lies in the future of a later night
