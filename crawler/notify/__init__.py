"""The way of alerts to people: the outbox in the archive, messages in words, and the channels that carry them."""
