"""The offline teacher: answers made from the prompt alone, for trying out flows.

Start with `line` (the teacher as a line), then `brief` (what a prompt asks for) and `answers` (what is said to it).
`questions` asks about the sentences of documents, `variants` makes new exercises of old ones, `judging` judges.
"""

from sdg_flows.teacher.offline.line import OfflineLine

__all__ = ["OfflineLine"]
