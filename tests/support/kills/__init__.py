"""Kills by SIGKILL at random instants: what is played, what is killed, and what was lost."""
