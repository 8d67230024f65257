"""A run's rows in other forms, and on the Hugging Face hub."""
