#!/usr/bin/env python3
"""Stage 7, before the rankers: fit how much the live n-gram counts beside the model, token by token, on cases from training packages.

usage: mixture.py --cases WORK/rank-cases.jsonl [--work ../.work] [--model WORK/unranked] [--limit 6000]
writes  WORK/mixture.json: {features, weights}, for ship.py

A logistic model of the n-gram's share; what is made most probable is what was really written. Prints nats per token of five folds
by case: the model alone, the best share for each match length, the fitted one.
"""
import argparse, json, os, subprocess
import numpy as np
import torch

TINY, SHRINK = 1e-9, 1e-3


def nats(share, ngram, model):
    return -torch.log((1 - share) * model + share * ngram + TINY)


def fit(x, ngram, model):
    """x float64[tokens, features], ngram and model float64[tokens] -> weights float64[features]"""
    scale = x.abs().mean(0).clamp(min=1e-6)
    w = torch.zeros(x.shape[1], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([w], max_iter=300, line_search_fn='strong_wolfe')

    def loss():
        optimizer.zero_grad()
        out = nats(torch.sigmoid(x / scale @ w), ngram, model).mean() + SHRINK * (w ** 2).sum()
        out.backward()
        return out

    optimizer.step(loss)
    return w.detach() / scale


def by_length(order, train, ngram, model):
    """The best of twenty shares for each match length."""
    shares = torch.arange(20, dtype=torch.float64) / 20
    out = torch.zeros(len(order), dtype=torch.float64)
    for k in order.unique():
        here = train & (order == k)
        best = shares[torch.stack([nats(s, ngram[here], model[here]).sum() for s in shares]).argmin()] if here.any() else 0
        out[order == k] = best
    return out


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--cases', required=True)
    ap.add_argument('--work', default=os.path.join(here, '..', '.work'))
    ap.add_argument('--model', required=True)
    ap.add_argument('--limit', type=int, default=6000)
    a = ap.parse_args()
    said = subprocess.run(['node', os.path.join(here, 'mixture.ts'), a.cases, a.model, str(a.limit)], stdout=subprocess.PIPE, check=True).stdout.decode('utf8').splitlines()
    features = json.loads(said[0])['features']
    rows = torch.tensor(np.array([json.loads(l) for l in said[1:]]).reshape(-1, len(features) + 2), dtype=torch.float64)
    x, ngram, model = rows[:, :-2], rows[:, -2], rows[:, -1]
    fold = torch.arange(len(x)) * 5 // max(1, len(x))
    order = x[:, features.index('order')]
    table, fitted = torch.zeros(len(x), dtype=torch.float64), torch.zeros(len(x), dtype=torch.float64)
    for k in range(5):
        train = fold != k
        table[~train] = by_length(order, train, ngram, model)[~train]
        fitted[~train] = torch.sigmoid(x[~train] @ fit(x[train], ngram[train], model[train]))
    print(f'{len(x)} tokens that the n-gram knows; nats: model {nats(torch.zeros(1), ngram, model).mean():.4f}, share by match length {nats(table, ngram, model).mean():.4f}, fitted {nats(fitted, ngram, model).mean():.4f}')
    weights = [float(f'{w:.4g}') for w in fit(x, ngram, model)]
    json.dump({'features': features, 'weights': weights}, open(os.path.join(a.work, 'mixture.json'), 'w'))
    print(dict(zip(features, weights)))


if __name__ == '__main__':
    main()
