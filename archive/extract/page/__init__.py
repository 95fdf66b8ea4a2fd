"""Pages of fixed layout: positioned characters and ruled lines become paragraphs and tables."""
