"""Files written atomically and read line by line, locally or at a URL."""
