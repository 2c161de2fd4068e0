"""Training what the library ships: the rankers and the contract classifier."""
