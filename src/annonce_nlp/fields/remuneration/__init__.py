"""Pay: what is proposed, what it means, which one wins."""
