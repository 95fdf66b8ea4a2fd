"""The verbs of `nianbao`, one module each: its options, the call that it makes, and its output."""
