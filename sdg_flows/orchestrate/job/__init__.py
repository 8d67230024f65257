"""One pipeline over one table: shards, block by block, each result a checkpoint."""
