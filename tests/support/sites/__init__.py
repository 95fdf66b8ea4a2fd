"""Sample county sites: real townships, invented reports, real CMS habits, served on loopback.

Knows how county sites behave. Knows nothing of the crawler, the archive or the parser: what it says of itself
(`script.truth`) is what they are measured against.
"""
