"""Measurements, side by side; each script says what it compares."""
