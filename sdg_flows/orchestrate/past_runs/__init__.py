"""Replays past runs: the stories of their rows, and answers to ask for again."""
