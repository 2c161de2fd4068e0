"""Postings in the formats that other programs read: CSV rows, Arrow, schema.org, France Travail."""
