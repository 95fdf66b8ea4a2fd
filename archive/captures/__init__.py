"""What was requested of sites and what they answered. Judges nothing."""
