"""What one process of the program runs on: configuration, clock, session, the plan of a site run."""
