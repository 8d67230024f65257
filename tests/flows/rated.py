"""What a judge that rates a response says of one that is kept."""

from flows.played import tagged

MARKS = {"helpfulness_score": 5, "correctness_score": 5, "coherence_score": 5, "complexity_score": 3}
MARKS["verbosity_score"] = 3
RATED = tagged(evaluation="It is right.", **MARKS)
