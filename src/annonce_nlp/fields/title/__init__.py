"""The job title: what is proposed, how it is told apart, which one wins."""
