"""How many requests may be in flight and how many may go out in a second."""
