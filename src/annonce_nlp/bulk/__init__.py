"""Bulk work: postings into a folder of finished shards, going on after an interruption."""


class BulkError(RuntimeError):
    """A run that may not begin or go on; the message says what to do."""
