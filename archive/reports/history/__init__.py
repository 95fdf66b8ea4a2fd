"""A report's documents over time, folded into versions, changes and availability."""
