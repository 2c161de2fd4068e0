"""Shared grammar: French numbers, dates, lengths of time and money, each in one place.

Every expression here is written for folded text (lower case, no accents), so that one pattern
reads `Durée`, `DURÉE` and `duree`.
"""
