"""From a request to a capture: guard, robots, pace, retries, transport, verdict, and the ledger of attempts."""
