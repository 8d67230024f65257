"""OpenAI-compatible servers: what they are, what goes out to them, and what comes back."""
