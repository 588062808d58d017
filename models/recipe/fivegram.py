#!/usr/bin/env python3
"""What a table of the corpus knows that the model does not: a 5-gram, by itself and mixed with a checkpoint.

usage: fivegram.py CHECKPOINT [--work ../.work] [--least 1 2 4 8] [--batches 24] [--threads 1]
       fivegram.py --files [--work ../.work] [--least 1 2 4 8]   bits per byte of the files that evaluate.py reads

The 5-gram counts the packed training tokens and interpolates its orders after Witten and Bell; --least N drops what was seen less
often, orders 2 and up (a context that loses a follower keeps its count). Its size is 7 bytes for each sequence that is left: four of a
hash, two of the token, one of the probability. Scored are the same development prompts for both (`prompts.batch`): nats per token of
everything and of the cursor's line alone, by the model, by the 5-gram, and by a mixture whose weights (one for each length of context
that was found and for each magnitude of its count) are fitted on every second batch and measured on the others.
"""
import argparse, os
import numpy as np
import torch
import torch.nn.functional as F
import model as M, prompts
from precision import autocast

ORDERS = 5
MAGNITUDES = 6
SALT = np.uint64(0x9E3779B97F4A7C15)


def keys(tokens, order):
    """Hashes of all sequences of `order` tokens that end at each position from order - 1 on. -> uint64[n - order + 1]"""
    n = len(tokens) - order + 1
    out = np.zeros(n, np.uint64)
    for k in range(order):
        out = (out ^ (tokens[k:k + n].astype(np.uint64) + np.uint64(1))) * SALT
        out ^= out >> np.uint64(29)
    return out


class Order:
    """Sequences of one length, and the contexts that they go on from."""

    def __init__(self, tokens, order, least):
        whole, first, count = np.unique(keys(tokens, order), return_index=True, return_counts=True)
        context = keys(tokens[:-1], order - 1)[first] if order > 1 else np.zeros(len(first), np.uint64)
        self.context, where = np.unique(context, return_inverse=True)
        self.total = np.bincount(where, count).astype(np.int64)
        self.kinds = np.bincount(where)
        kept = count >= (least if order > 1 else 1)
        self.whole, self.count = whole[kept], count[kept]

    def look(self, table, values, wanted):
        at = np.minimum(np.searchsorted(table, wanted), len(table) - 1)
        return np.where(table[at] == wanted, values[at], 0)

    def smooth(self, whole, context, lower):
        """-> (probability, total of the context) of each sequence, `lower` the probability without the first token"""
        total, kinds = self.look(self.context, self.total, context), self.look(self.context, self.kinds, context)
        seen = self.look(self.whole, self.count, whole)
        return np.where(total > 0, (seen + kinds * lower) / np.maximum(1, total + kinds), lower), total


def score(orders, ids, vocabulary):
    """ids int64[n] -> (probability of each from ids[ORDERS - 1] on, longest order with a known context, its total)"""
    n = len(ids) - ORDERS + 1
    p, longest, total = np.full(n, 1 / vocabulary), np.zeros(n, np.int64), np.zeros(n, np.int64)
    for order in range(1, ORDERS + 1):
        whole = keys(ids, order)[ORDERS - order:]
        context = keys(ids[:-1], order - 1)[ORDERS - order:] if order > 1 else np.zeros(n, np.uint64)
        p, found = orders[order - 1].smooth(whole, context, p)
        longest, total = np.where(found > 0, order, longest), np.where(found > 0, found, total)
    return p, longest, total


def fit(model, table, weights, bucket):
    """Expectation maximisation of one weight for each bucket. -> float[buckets], the table's share"""
    share = np.full(bucket.max() + 1, 0.2)
    for _ in range(40):
        s = share[bucket]
        from_table = s * table / (s * table + (1 - s) * model)
        share = (0.5 + np.bincount(bucket, weights * from_table, len(share))) / (5 + np.bincount(bucket, weights, len(share)))
    return share


def bits_per_byte(work, characters, orders):
    """-> {language: bits}, each file read alone, by the table alone"""
    import evaluate
    from tokenizers import Tokenizer
    tokenizer = Tokenizer.from_file(os.path.join(work, 'tokenizer', 'tokenizer.json'))
    before, out = [tokenizer.token_to_id('Ċ')] * (ORDERS - 1), {}
    for language, docs in evaluate.development(work, characters).items():
        bits = 0
        for d in docs:
            p, _, _ = score(orders, np.array([*before, *tokenizer.encode(d['text']).ids]), len(orders[0].whole))
            bits -= np.log2(p).sum()
        out[language] = bits / len('\n'.join(d['text'] for d in docs).encode('utf8'))
    return out


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('checkpoint', nargs='?')
    ap.add_argument('--files', action='store_true')
    ap.add_argument('--characters', type=int, default=200_000, help='of development text per language, with --files')
    ap.add_argument('--work', default=os.path.join(here, '..', '.work'))
    ap.add_argument('--least', type=int, nargs='+', default=[1, 2, 4, 8])
    ap.add_argument('--batches', type=int, default=24)
    ap.add_argument('--threads', type=int, default=1)
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    dev, train = prompts.Packed(a.work, 'dev'), prompts.Packed(a.work, 'train')
    body = np.asarray(train.tokens[:int(train.table['header_start'].min())])
    if a.files:
        for least in a.least:
            bits = bits_per_byte(a.work, a.characters, [Order(body, order, least) for order in range(1, ORDERS + 1)])
            print(f'5-gram, seen {least} times and more: ' + ', '.join(f'{k} {v:.4f}' for k, v in bits.items()) + ' bits per byte', flush=True)
        return
    net, _ = M.load(a.checkpoint)
    ids, model, loss_weight, fold = [], [], [], []
    for k in range(a.batches):
        batch, weights = prompts.batch(dev, np.random.default_rng([17, k]), 16)
        for row, w in zip(batch, weights):
            with torch.no_grad(), autocast():
                hidden = net.model(torch.from_numpy(row[None, :-1]))[0]
                logits = F.linear(hidden, net.model.embed_tokens.weight).float()
            nats = F.cross_entropy(logits, torch.from_numpy(row[1:]), reduction='none').numpy()
            ids.append(row)
            model.append(np.exp(-nats[ORDERS - 2:]))
            loss_weight.append(w[ORDERS - 1:])
            fold.append(np.full(len(row) - ORDERS + 1, k % 2))
    model, loss_weight, fold = (np.concatenate(x) for x in (model, loss_weight, fold))
    measured = fold == 1
    line = loss_weight == prompts.END_WEIGHT

    def nats(p, which):
        return -np.log(np.maximum(p, 1e-12))[measured & which].mean()

    print(f'model: {nats(model, loss_weight > 0):.4f} nats a token, {nats(model, line):.4f} in the cursor\'s line', flush=True)
    for least in a.least:
        orders = [Order(body, order, least) for order in range(1, ORDERS + 1)]
        found = [score(orders, row, len(orders[0].whole)) for row in ids]
        table, longest, total = (np.concatenate(x) for x in zip(*found))
        bucket = longest * MAGNITUDES + np.minimum(MAGNITUDES - 1, np.log2(1 + total).astype(np.int64) // 2)
        learned = ~measured & (loss_weight > 0)
        share = fit(model[learned], table[learned], loss_weight[learned], bucket[learned])
        share = np.append(share, np.zeros(ORDERS * MAGNITUDES + MAGNITUDES))
        mixed = share[bucket] * table + (1 - share[bucket]) * model
        kept = sum(len(o.whole) for o in orders[1:])
        print(f'5-gram, seen {least} times and more: {kept:,} sequences, {7 * kept / 1e6:.0f} MB: {nats(table, loss_weight > 0):.4f} nats a token, {nats(table, line):.4f} in the line; '
              f'mixed {nats(mixed, loss_weight > 0):.4f} and {nats(mixed, line):.4f}', flush=True)


if __name__ == '__main__':
    main()
