"""The length of the contract."""
