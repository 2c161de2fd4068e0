"""The fields of a posting, one room each."""
