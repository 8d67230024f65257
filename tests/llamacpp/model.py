"""A Llama made on the spot, without training or download, for a real llama.cpp server to serve.

Its head is a Markov chain over tokens that are pieces of answers (`forms.py`). Its attention looks at few places of the
prompt, at other ones for each token, and tips the scale by what it sees there: so an answer depends on the prompt also
at temperature 0, as one of a trained model does.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import gguf
import numpy as np
from numpy.typing import NDArray

from llamacpp.forms import END, FORMS, chain, start, template
from llamacpp.pieces import LETTERS, merges_of, spelt

PROMPTS = Path(__file__).parents[2] / "flows_yaml" / "configs"
MERGES = 500
"""Pairs of letters that make one token, learnt from the prompts: English then has about three characters in one."""
CONTEXT = 32768
HEADS = 8
OF_A_HEAD = 16
SEEN = HEADS * OF_A_HEAD
SHARPNESS = 2.5
"""So much that a few places of thousands have nearly all of the attention."""
TURNING = 10.0
"""The base of the rotary embedding; at 10, what is seen depends on each token's distance."""
NEVER = -30.0
SPECIAL = ["<pad>", "<s>", END]

Weights = Mapping[str, NDArray[np.float32]]


def write_model(path: str) -> None:
    """Write the model as a GGUF file."""
    follows = chain(FORMS).follows
    special = [*SPECIAL, *(start(at) for at in range(len(FORMS)))]
    answers = {token: None for tokens in follows.values() for token in tokens if token != END}
    merges = merges_of("\n".join(file.read_text("utf-8") for file in sorted(PROMPTS.rglob("*.yaml"))), MERGES)
    pieces = dict.fromkeys([*LETTERS, *map("".join, merges)])
    tokens = [*special, *pieces, *map(spelt, answers)]
    tensors = _weights([*special, *pieces, *answers], follows)
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(tensors["token_embd"].shape[1])
    writer.add_block_count(1)
    writer.add_feed_forward_length(1)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_key_length(OF_A_HEAD)
    writer.add_value_length(OF_A_HEAD)
    writer.add_rope_dimension_count(OF_A_HEAD)
    writer.add_rope_freq_base(TURNING)
    writer.add_layer_norm_rms_eps(1e-9)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    kinds = {True: gguf.TokenType.CONTROL, False: gguf.TokenType.NORMAL}
    writer.add_token_types([kinds[token in special] for token in tokens])
    writer.add_token_merges([" ".join(pair) for pair in merges])
    writer.add_bos_token_id(special.index("<s>"))
    writer.add_eos_token_id(special.index(END))
    writer.add_pad_token_id(special.index("<pad>"))
    writer.add_add_bos_token(False)
    writer.add_chat_template(template(FORMS))
    for name, tensor in tensors.items():
        writer.add_tensor(f"{name}.weight", tensor.astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _weights(texts: Sequence[str], follows: Mapping[str, Mapping[str, float]]) -> Weights:
    """Return the weights. A token has a place (those of prompts share one), its looks, and room for what is seen."""
    chance = np.random.default_rng(5)
    places = {token: at for at, token in enumerate(follows, 1)}
    looks = slice(len(places) + 1, len(places) + 1 + SEEN)
    seen = slice(looks.stop, looks.stop + SEEN)
    width = seen.stop

    def drawn(rows: int, columns: slice, length: float) -> NDArray[np.float64]:
        weights = np.zeros((rows, width))
        weights[:, columns] = chance.standard_normal((rows, SEEN)) * length
        return weights

    tokens = drawn(len(texts), looks, 1 / np.sqrt(SEEN))
    tokens[range(len(texts)), [places.get(text, 0) for text in texts]] = 1.0
    as_normed = 1 / np.sqrt(width / 2)  # place and looks have length 1: RMSNorm makes that sqrt(width / 2)
    head = drawn(len(texts), seen, 1.0)
    head[:, : looks.start] = NEVER
    ids = {text: at for at, text in enumerate(texts)}
    for token, nexts in follows.items():
        for text, odds in nexts.items():
            head[ids[text], places[token]] = odds
    output = np.zeros((width, SEEN))
    output[seen] = np.eye(SEEN) / np.sqrt(SEEN)
    nothing, ones = np.zeros((1, width)), np.ones(width)
    return {
        "token_embd": tokens,
        "output": head / np.sqrt(width / 3),  # and what was seen has length 1 at most
        "output_norm": ones,
        "blk.0.attn_norm": ones,
        "blk.0.attn_q": drawn(SEEN, looks, SHARPNESS * as_normed),
        "blk.0.attn_k": drawn(SEEN, looks, SHARPNESS * as_normed),
        "blk.0.attn_v": drawn(SEEN, looks, as_normed),
        "blk.0.attn_output": output,
        "blk.0.ffn_norm": ones,
        "blk.0.ffn_gate": nothing,
        "blk.0.ffn_up": nothing,
        "blk.0.ffn_down": nothing.T,
    }


if __name__ == "__main__":
    write_model(sys.argv[1])
