"""What happened: events, their chain, and the reads gathered beside it."""
