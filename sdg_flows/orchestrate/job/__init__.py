"""Runs one pipeline on one table: block by block on shards, with a checkpoint for each block and shard."""
