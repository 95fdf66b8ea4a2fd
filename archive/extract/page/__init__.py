"""Fixed pages: characters and rulings at places become paragraphs and tables."""
