"""What a listing check proves: fact by fact, each by a positive observation of the pages that were read."""
