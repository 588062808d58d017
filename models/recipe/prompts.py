"""The prompt format, once for training and once for measuring; `extension/core/completion/prompt.ts` builds the same.

  <|path|> path\\n  [<|near|> lines of a neighbouring file]  [<|suffix|> text after the cursor]  <|prefix|> text before it … <|end|>

The suffix stands first and nothing stands between the text before the cursor and what is generated: typing only appends, so the
KV cache survives it, and there is no seam in the middle of a half-typed word. `<|end|>` means that the text now meets the suffix.
"""
import os
import numpy as np

LENGTH = 512
NEAR_TOKENS, SUFFIX_TOKENS, HEADER_TOKENS = 112, 96, 24
QUERY_TOKENS = 96
FITTING = 3                         # draws for what is left of a row, before it stays empty
SHORT = 24, 160
END_WEIGHT = 2.0                    # loss weight of the cursor's line: it is what the user sees


class Packed:
    """Documents of one split, memory-mapped."""

    def __init__(self, work, split):
        from tokenizers import Tokenizer
        self.tokenizer = Tokenizer.from_file(os.path.join(work, 'tokenizer', 'tokenizer.json'))
        self.tokens = np.memmap(os.path.join(work, 'packed', split + '.bin'), dtype=np.uint16, mode='r')
        self.table = dict(np.load(os.path.join(work, 'packed', split + '.npz')))
        self.cumulative = np.cumsum(self.table['weight'])
        s = lambda name: self.tokenizer.token_to_id(f'<|{name}|>')
        self.END, self.PATH, self.NEAR, self.SUFFIX, self.PREFIX, self.PAD = s('end'), s('path'), s('near'), s('suffix'), s('prefix'), s('pad')
        self.newline = self.tokenizer.encode('\n').ids[0]
        self.telling = telling_tokens(self.tokenizer)

    def document(self, i):
        a = self.table['start'][i]
        return np.asarray(self.tokens[a:a + self.table['length'][i]])

    def header(self, i):
        a = self.table['header_start'][i]
        return np.asarray(self.tokens[a:a + self.table['header_length'][i]])[-HEADER_TOKENS:]


def telling_tokens(tokenizer):
    """-> bool per token id: at least three letters and no blank. Only these count when neighbouring lines are compared."""
    out = np.zeros(tokenizer.get_vocab_size(), dtype=bool)
    for i in range(len(out)):
        text = tokenizer.decode([i])
        out[i] = len(text) >= 3 and text.isidentifier()
    return out


def near_window(query, candidates, telling, newline, size=NEAR_TOKENS):
    """The stretch of neighbouring text that shares most distinct telling tokens with `query`; whole lines, at most `size` tokens.

    -> int array, empty when nothing is shared. Windows start every size/2 tokens, at the next line.
    """
    wanted = np.unique(query[telling[query]])
    best, found = 1, np.empty(0, dtype=np.uint16)
    if not len(wanted):
        return found
    for ids in candidates:
        hit = np.isin(ids, wanted)
        if not hit.any():
            continue
        for a in range(0, max(1, len(ids) - size // 4), size // 2):
            w = ids[a:a + size]
            n = len(np.unique(w[hit[a:a + size]]))
            if n > best:
                best, found, where = n, w, a
    if len(found) and where:
        breaks = np.flatnonzero(found == newline)
        found = found[breaks[0] + 1:] if len(breaks) else found
    breaks = np.flatnonzero(found == newline)
    return found[:breaks[-1] + 1] if len(breaks) else found[:0]


def example(packed, rng, short=0.0, line_weight=END_WEIGHT):
    """One training sequence. -> (ids uint16[n], weights float32[n]), n <= LENGTH; weights belong to predicting that position.

    `short`: the share of those with a cursor that see SHORT tokens before it at most, so that more cursors fit into a batch.
    """
    i = min(int(np.searchsorted(packed.cumulative, rng.random())), len(packed.cumulative) - 1)
    ids, newline = packed.document(i), packed.newline
    breaks = np.flatnonzero(ids == newline)
    lines = len(breaks)
    head = [packed.PATH, *packed.header(i)]
    plain = rng.random() < 0.15
    if plain:                                                       # left to right, no suffix, no cursor
        k = int(rng.integers(0, max(1, lines - 12)))
        a = 0 if k == 0 else int(breaks[k - 1]) + 1
        body = ids[a:a + LENGTH - len(head) - 2]
        out = np.asarray([*head, packed.PREFIX, *body, packed.END], dtype=np.uint16) if a + len(body) == len(ids) else np.asarray([*head, packed.PREFIX, *body], dtype=np.uint16)
        w = np.ones(len(out), dtype=np.float32)
        w[:len(head) + 1] = 0
        return out, w
    for _ in range(8):                                              # a cursor line with something on it
        k = int(rng.integers(min(2, lines - 1), lines))
        first, last = (0 if k == 0 else int(breaks[k - 1]) + 1), int(breaks[k])
        if last - first >= 3:
            break
    line, rest = ids[first:last], ids[last:last + SUFFIX_TOKENS]
    if rng.random() < 0.25 and last - first >= 4:                   # the cursor's line goes on behind the cursor
        text = packed.tokenizer.decode(line.tolist(), skip_special_tokens=False)
        cut = int(rng.integers(len(text) // 2, len(text)))
        line = np.asarray(packed.tokenizer.encode(text[:cut]).ids, dtype=np.uint16)
        rest = np.concatenate([np.asarray(packed.tokenizer.encode(text[cut:]).ids, dtype=np.uint16), rest])[:SUFFIX_TOKENS]
    suffix = rest[:int(rng.integers(8, SUFFIX_TOKENS + 1))] if rng.random() < 0.85 else rest[:0]
    near = ids[:0]
    around = packed.table['neighbours'][i]
    around = around[around >= 0]
    if len(around) and rng.random() < 0.5:
        query = ids[max(0, first - QUERY_TOKENS):first]
        near = near_window(query, [packed.document(j)[:6000] for j in around], packed.telling, newline)
    room = LENGTH - len(head) - len(near) - len(suffix) - len(line) - 4
    room = max(room, 32)
    if short and rng.random() < short:
        room = min(room, int(rng.integers(*SHORT)))
    a = max(0, first - room)
    if a:
        k0 = int(np.searchsorted(breaks, a))                        # start at a line
        a = int(breaks[k0]) + 1 if k0 < lines and breaks[k0] < first else first
    parts = [np.asarray(head, dtype=np.uint16)]
    weights = [np.zeros(len(head), dtype=np.float32)]
    for mark, part in ((packed.NEAR, near), (packed.SUFFIX, suffix)):
        if len(part):
            parts += [np.asarray([mark], dtype=np.uint16), part]
            weights += [np.zeros(1, dtype=np.float32), np.full(len(part), 0.5, dtype=np.float32)]
    parts += [np.asarray([packed.PREFIX], dtype=np.uint16), ids[a:first], line, np.asarray([packed.END], dtype=np.uint16)]
    weights += [np.zeros(1, dtype=np.float32), np.ones(first - a, dtype=np.float32), np.full(len(line) + 1, line_weight, dtype=np.float32)]
    return np.concatenate(parts)[:LENGTH], np.concatenate(weights)[:LENGTH]


def batch(packed, rng, size, **how):
    """-> ids int64[size, LENGTH + 1], weights float32[size, LENGTH + 1]; short examples are packed behind each other."""
    ids = np.full((size, LENGTH + 1), packed.PAD, dtype=np.int64)
    weights = np.zeros((size, LENGTH + 1), dtype=np.float32)
    for r in range(size):
        at = 0
        while at < LENGTH - 48:
            for _ in range(FITTING if at and how.get('short') else 1):                   # never cut the end off: it holds the cursor's line
                e, w = example(packed, rng, **how)
                if len(e) <= LENGTH + 1 - at:
                    break
            n = min(len(e), LENGTH + 1 - at)
            if at and len(e) > n:
                break
            ids[r, at:at + n], weights[r, at:at + n] = e[:n], w[:n]
            at += n
    return ids, weights


def held_out(work, size=16):
    """-> batches of development text, the same ones each time: what a development loss is taken over"""
    packed = Packed(work, 'dev')
    return [batch(packed, np.random.default_rng([7, k]), size) for k in range(6)]
