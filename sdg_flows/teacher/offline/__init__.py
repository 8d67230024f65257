"""The offline teacher: answers made from the words of the prompt alone, so that flows can be tried without a model.

It is not a language model: it knows nothing, reasons about nothing, and what it writes is not for training.

Read on in `backend` (a request in, a reply out), `brief` (what a prompt asks for) and `answers` (what is said to it).
`questions` asks about the sentences of a document, `variants` makes new exercises of old ones, `adapting` answers
these; `judging` grades, `fitting` and `comparing` choose, `retelling` sums up, and `editing` plays the critic.
"""

from sdg_flows.teacher.offline.backend import OfflineBackend

__all__ = ["OfflineBackend"]
