"""A pipeline that costs CPU: long prompts, long JSON answers that are to meet a schema, texts made of them.

What is in it is what users have: a prompt that writes out twenty examples and a document, an answer of some 13,000
characters with forty question-answer pairs, a parser of such answers, and a template over what was parsed.
"""

from __future__ import annotations

import json

FLOW = """\
version: "1.0"
blocks:
  - name: ask                      # document, examples in; pairs, summary, language added
    type: LLMBlock
    config:
      config_path: prompt.yaml
      output_cols: [pairs, summary, language]
      gen_kwargs: {max_tokens: 8192, temperature: 0.7}
      json_schema:
        type: object
        required: [pairs, summary, language]
        properties:
          summary: {type: string, minLength: 20}
          language: {type: string, pattern: "^[a-z]{2}$"}
          pairs:
            type: array
            minItems: 1
            items:
              type: object
              required: [question, answer, kind, score, evidence]
              additionalProperties: false
              properties:
                question: {type: string, minLength: 10, maxLength: 2000}
                answer: {type: string, minLength: 10, maxLength: 8000}
                kind: {enum: [fact, reason, count, comparison]}
                score: {type: integer, minimum: 0, maximum: 9}
                evidence: {type: array, items: {type: string, minLength: 1}}
  - name: list_pairs               # pairs in; items added
    type: JSONParserBlock
    config: {input_cols: pairs, output_cols: [items]}
  - name: write_report             # document, examples, summary in; report added
    type: TemplateBlock
    config:
      output_col: report
      template: |
        {% for example in examples %}- {{ example.question | trim }} ({{ example.answer | wordcount }} words)
        {% endfor %}{{ document | truncate(400) }}
        {{ summary | trim | upper }} ({{ summary | wordcount }} words)
"""

PROMPT = """\
system: You read technical reports and write what an examiner would ask about them.
introduction: Write forty questions about the document, with their answers, as one JSON object.
principles: |
  Each question must be answered by the document alone. These are questions of the kind that is wanted:
  {% for example in examples %}
  ### Example {{ loop.index }} of {{ loop.length }}{% if loop.first %} (the best one){% endif %}
  Question: {{ example.question | trim }}
  Answer: {{ example.answer | trim }}
  {% if example.answer | length > 200 %}This answer is long: {{ example.answer | wordcount }} words.{% endif %}
  {% endfor %}
generation: |
  The document, of {{ document | wordcount }} words:
  {{ document | trim }}
"""

_LINE = "Mill {number} stands on the river since 18{line:02}, and those who built it wrote down why it was stopped. "
PAIRS = 40


def seed(number: int) -> dict[str, object]:
    """Return a row with a document of some 4,000 characters and twenty examples."""
    lines = [_LINE.format(number=number, line=line) for line in range(40)]
    return {
        "document": "".join(lines),
        "examples": [{"question": f"Why was it stopped in 18{at:02}?", "answer": lines[at] * 2} for at in range(20)],
    }


def answer() -> str:
    """Return what the mock teacher says, with MARK for what differs from prompt to prompt."""
    pair = {
        "question": "What was written down about mill MARK in the year {at}?",
        "answer": "Those who built it wrote that the river MARK was too low to turn the wheel in that summer. " * 2,
        "kind": "reason",
        "score": 7,
        "evidence": ["stands on the river since", "wrote down why it was stopped"],
    }
    pairs = [{**pair, "question": pair["question"].replace("{at}", f"18{at:02}")} for at in range(PAIRS)]
    return json.dumps({"summary": "A mill and its river, MARK.", "language": "en", "pairs": pairs}, indent=1)
