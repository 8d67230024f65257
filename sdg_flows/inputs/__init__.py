"""Reads what users have, as tables: a taxonomy of qna.yaml files, documents, JSONL, Parquet and CSV.

May import: `core`, `storage`, `yamltext`. Only `dataset_tables` imports `datasets`.
Start with `taxonomy` (a folder becomes leaves) and `samples` (leaves become tables), or with `tables` (a file
becomes a table). Documents are found by `documents`, fetched by `git_documents`, read by
`document_texts` (PDF, DOCX and HTML by `conversion`) and cut by `chunks`.
"""
