"""Alerts: opened once when a condition appears, closed once when it no longer holds. Sends nothing."""
