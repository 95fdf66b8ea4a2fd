"""One request, one answer, one capture: guard, robots, pace, retries, transport, verdict."""
