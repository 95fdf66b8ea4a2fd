"""Sending alerts: channels as configured, a sender for each service, and delivery of what waits in the outbox.

The texts come from `archive.alerts.text`, the outbox is `archive.alerts.outbox`. A message that was not accepted stays
in the outbox and is sent on a later night; a channel receives at most one message a day.
"""
