"""A past run gone through again: stories of rows, and answers that are to be asked for anew."""
