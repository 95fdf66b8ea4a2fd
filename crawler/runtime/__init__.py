"""What every process of the program needs: configuration, clock, session, the plan of a site run."""
