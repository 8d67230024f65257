"""Serve a GGUF file with llama.cpp's own HTTP server until SIGTERM: python serve.py MODEL.gguf PORT CONTEXT."""

import signal
import sys
import threading

import xllamacpp

SLOTS = 8


def serve(model: str, port: int, context: int) -> None:
    """Serve with 8 slots, each of which has so many tokens of context."""
    params = xllamacpp.CommonParams()
    params.model.path = model
    params.hostnames = ["127.0.0.1"]
    params.port = port
    params.n_ctx = SLOTS * context
    params.n_parallel = SLOTS
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    params.n_gpu_layers = 0
    params.use_jinja = True
    params.offline = True
    params.warmup = False
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    while not ended.wait(0.2):
        pass


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
