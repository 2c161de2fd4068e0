"""Annotated postings: their schema, checks, markup and conversions."""
