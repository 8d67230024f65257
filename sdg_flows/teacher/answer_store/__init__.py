"""The store that keeps every answer."""
