#!/usr/bin/env python3
"""Encoder stage 2: teach the body that a question and the function that answers it are close.

usage: encoder_contrast.py [--work ../.work] [--steps 160] [--batch 48] [--lr 2e-4] [--threads 2] [--eval-only CHECKPOINT]
reads   WORK/encoder/pairs-{train,dev}.jsonl
writes  WORK/encoder/contrast.safetensors

InfoNCE both ways. Hard negatives: a batch holds runs of pairs that are neighbours by path in the same package. The word embeddings
stay as they are: names that training has not seen keep their meaning. Measured: for the largest development packages,
questions over the functions of the same package, recall and MRR at 10.
"""
import argparse, json, os, random, time
import numpy as np
import torch
import torch.nn.functional as F
import encoder_model as M
from precision import autocast

CODE_TOKENS, QUERY_TOKENS, SCALE, RUN = 96, 32, 20.0, 8
ASKED = ['where is the code that {}', 'where do we {}', 'which function {}', 'function that {}', 'how is it done here: {}', 'where {}', 'find {}', 'the code to {}']


def read(path):
    with open(path, encoding='utf8') as f:
        return [json.loads(line) for line in f]


def asked(query, draw):
    """Some questions as people put them in a search box."""
    if draw.random() < 0.75:
        return query
    words = query[0].lower() + query[1:]
    return draw.choice(ASKED).format(words) if draw.random() < 0.6 else ' '.join(w for w in words.split() if draw.random() < 0.85) or words


def code_of(pair, draw):
    """Not always with its place on top: other chunks have no telling name."""
    place, _, code = pair['code'].partition('\n')
    r = draw.random()
    return pair['code'] if r < 0.6 else f'{pair["path"]}\n{code}' if r < 0.85 else code


def batches(pairs, size, seed):
    """Endless lists of `size` pairs in runs of neighbours."""
    draw = random.Random(seed)
    if len(pairs) < 2 * size:
        raise SystemExit(f'{len(pairs)} pairs are too few for batches of {size}')
    pairs = sorted(pairs, key=lambda p: (p['package'], p['path']))
    while True:
        shift = draw.randrange(RUN)
        starts = list(range(shift, len(pairs) - RUN, RUN))
        draw.shuffle(starts)
        for k in range(0, len(starts) - size // RUN, size // RUN):
            yield [p for s in starts[k:k + size // RUN] for p in pairs[s:s + RUN]]


def contrast(net, tokenizer, pairs, draw):
    """-> loss of one batch"""
    queries = M.encode(tokenizer, [asked(p['query'], draw) for p in pairs], QUERY_TOKENS)
    codes = M.encode(tokenizer, [code_of(p, draw) for p in pairs], CODE_TOKENS)
    q, c = (F.normalize(net.pooled(*M.pad(rows)), dim=-1) for rows in (queries, codes))
    similar = q @ c.T * SCALE
    at = torch.arange(len(pairs))
    return (F.cross_entropy(similar, at, label_smoothing=0.05) + F.cross_entropy(similar.T, at, label_smoothing=0.05)) / 2


def evaluate(embed, pairs, packages=10, questions=20, functions=150, seed=3):
    """-> (recall@10, MRR@10, questions): the packages with most functions, `questions` of each over `functions` of its own"""
    draw, ranks, by_package = random.Random(seed), [], {}
    for p in pairs:
        by_package.setdefault(p['package'], []).append(p)
    largest = sorted(by_package, key=lambda name: (-len(by_package[name]), name))[:packages]
    for name in largest:
        chosen = draw.sample(by_package[name], min(len(by_package[name]), functions))
        q, c = embed([p['query'] for p in chosen[:questions]], QUERY_TOKENS * 2), embed([p['code'] for p in chosen], 160)
        similar = q @ c.T
        ranks += [int((similar[i] > similar[i, i]).sum()) + 1 for i in range(len(q))]
    r = np.asarray(ranks)
    return float((r <= 10).mean()), float(np.where(r <= 10, 1 / r, 0).mean()), len(r)


def embedder(net, tokenizer):
    def embed(texts, longest):
        with autocast():
            return M.run(net, M.encode(tokenizer, texts, longest))[1].float()
    return embed


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--work', default=os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '.work'))
    ap.add_argument('--steps', type=int, default=160)
    ap.add_argument('--batch', type=int, default=48)
    ap.add_argument('--lr', type=float, default=2e-4)
    ap.add_argument('--frozen', type=int, default=2, help='lower layers that stay as they are')
    ap.add_argument('--threads', type=int, default=2)
    ap.add_argument('--packages', type=int, default=10, help='development packages to measure on')
    ap.add_argument('--eval-only', help='a checkpoint, or "base"')
    a = ap.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(a.threads)
    tokenizer, folder = M.load_tokenizer(), os.path.join(a.work, 'encoder')
    dev = read(os.path.join(folder, 'pairs-dev.jsonl'))
    net = M.load(a.eval_only)[0] if a.eval_only and a.eval_only != 'base' else M.Encoder.from_base(len(M.LABELS))
    if a.eval_only:
        return print('recall@10 %.3f · MRR@10 %.3f · %d questions' % evaluate(embedder(net, tokenizer), dev, a.packages), flush=True)
    train = read(os.path.join(folder, 'pairs-train.jsonl'))
    M.freeze(net, a.frozen)
    parameters = [p for p in net.body.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(parameters, a.lr, betas=(0.9, 0.98), weight_decay=0.01)
    stream, draw, start, mean = batches(train, a.batch, 1), random.Random(2), time.time(), None
    net.eval()                                                      # one pass over the data: dropout would only cost time
    for step in range(a.steps):
        for g in optimizer.param_groups:
            g['lr'] = a.lr * min(1.0, (step + 1) / 20, (a.steps - step) / (0.7 * a.steps))
        with autocast():
            loss = contrast(net, tokenizer, next(stream), draw)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        mean = loss.item() if mean is None else 0.95 * mean + 0.05 * loss.item()
        if (step + 1) % 5 == 0:
            print(f'step {step + 1} loss {mean:.3f} {time.time() - start:.0f} s', flush=True)
        if (step + 1) % 25 == 0 or step + 1 == a.steps:
            M.save(net, os.path.join(folder, 'contrast.safetensors'), {'steps': step + 1, 'batch': a.batch, 'lr': a.lr})
    print('recall@10 %.3f · MRR@10 %.3f · %d questions' % evaluate(embedder(net, tokenizer), dev, a.packages), flush=True)


if __name__ == '__main__':
    main()
