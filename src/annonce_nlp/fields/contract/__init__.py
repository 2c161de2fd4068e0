"""Under which contract."""
