"""Published versions of a data set."""
