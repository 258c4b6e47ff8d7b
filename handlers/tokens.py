"""Chinese words, by jieba: two functions, loaded when first needed, called off the hot path."""

import functools
from typing import Protocol, cast

_LOADED_FOR = "载入"


class _Tokenizer(Protocol):
    def cut(self, sentence: str, cut_all: bool = ..., HMM: bool = ...) -> list[str]: ...  # noqa: N803, FBT001 (jieba's signature)


@functools.cache
def _tokenizer() -> _Tokenizer:
    import jieba  # noqa: PLC0415 (half a second that a service without lead words never pays)

    tokenizer = jieba.Tokenizer()
    # Not `initialize()`: it would read and write a cache in the world-writable temporary folder.
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return cast("_Tokenizer", tokenizer)


def load() -> None:
    """Load the dictionary now (0.5 s to 1 s), so that the first message need not wait for it."""
    boundaries(_LOADED_FOR)


def boundaries(clause: str) -> frozenset[int]:
    """Where words begin and end in a clause, as offsets; 0 and its length are among them.

    Only words of the dictionary are told apart: an unknown one never hides a known one.
    """
    ends = {0}
    position = 0
    for word in _tokenizer().cut(clause, HMM=False):
        position += len(word)
        ends.add(position)
    return frozenset(ends)
