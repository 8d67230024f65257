"""Human review: rows that wait for verdicts, the file with them, and the form in Prefect."""
