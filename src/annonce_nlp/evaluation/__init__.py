"""Measuring what was read against gold."""
