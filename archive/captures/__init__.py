"""What was asked of sites and what they answered. Judges nothing."""
