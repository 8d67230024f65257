"""From requests to answers: backends, pacing, retries, and the store that keeps every answer.

May import: `core`, `storage`, `yamltext`. Only `probe` imports `openai`. One path for all: a `Backend` sends a request,
written for the server at hand (`server_dialect`), over its `HttpSession` and gives a raw `Reply`; an `Endpoint` has a
backend and a pace of its own; the `Dispatcher` keeps the reply in the answer store before it is read. The offline
teacher is a backend too, and gives replies in the form a server gives them.
"""
