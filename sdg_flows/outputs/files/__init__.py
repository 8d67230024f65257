"""Files as they are written and read: whole or not at all, here or at an address, line by line."""
