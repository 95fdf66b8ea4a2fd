# What went wrong in a night (NightReason), and why a run's instants cannot be trusted (RunDoubt).

documents-not-read = reading: { $documents } documents were not read, as their reading process died or ran out of time or memory; they are read again on the next nights, or at once by `nianbao reparse`
step-failed = { $step }: { $error }
runs-in-future = clock: { $runs } runs lie in the future of this night; their looks count no more
archive-failed = { $error }
test-message = This is a test; nothing is wrong.
dated-after-later-night = lies in the future of a later night
