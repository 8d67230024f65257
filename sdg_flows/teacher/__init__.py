"""From requests to answers: lines to a model, pacing, retries, and the store that keeps every answer.

May import: `core`, `storage`, `yamltext`. Only `probe` imports `openai`. One path for all: a `Line` sends a request,
written for the server at hand (`server_dialect`), over its `HttpSession` and gives a raw `Reply`; each endpoint is a
`Lane` with a pace of its own, and the `Teacher` keeps the reply in the answer store before it is read. The offline
teacher is a line too, and gives replies in the form a server gives them.
"""
