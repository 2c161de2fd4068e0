"""The last day to apply."""
