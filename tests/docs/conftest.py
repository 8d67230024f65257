from orchestrate.prefect_server import begun_server, prefect_server

begun_server()

__all__ = ["prefect_server"]
