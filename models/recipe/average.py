#!/usr/bin/env python3
"""Stage 5, where several cores decayed the same checkpoint apart: the mean of the weights of several runs.

usage: average.py CHECKPOINT … --start CHECKPOINT --work WORK --out FOLDER

Runs from one checkpoint that end with a learning rate of zero stay close to each other, and their mean has learned from the text of
all of them. Prints the development loss of each and of the mean. The tokens it names: those of the common start, counted once, and of
each run behind it.
"""
import argparse
import numpy as np
import torch
import model as M
import prompts
from precision import autocast


def mean(networks):
    """Networks of one shape. -> the first of them, with the mean of the weights of all"""
    first, shapes = networks[0], [n.config.hugging_face() for n in networks]
    if any(s != shapes[0] for s in shapes):
        raise SystemExit('the checkpoints differ in shape')
    states = [n.state_dict() for n in networks]
    first.load_state_dict({k: torch.stack([s[k] for s in states]).mean(0) for k in states[0]})
    return first


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('checkpoints', nargs='+')
    ap.add_argument('--start', required=True, help='the checkpoint that all come from')
    ap.add_argument('--work', required=True)
    ap.add_argument('--out', required=True)
    a = ap.parse_args()
    networks, facts = zip(*(M.load(c) for c in a.checkpoints))
    held_out = prompts.held_out(a.work)

    def loss(net):
        with torch.no_grad(), autocast():
            return np.mean([net(torch.from_numpy(ids), torch.from_numpy(weights)).item() for ids, weights in held_out])

    for checkpoint, net in zip(a.checkpoints, networks):
        print(f'development loss {loss(net):.4f}  {checkpoint}', flush=True)
    common = int(M.load(a.start)[1]['tokens'])
    tokens = common + sum(int(f['tokens']) - common for f in facts)
    net = mean(networks)
    print(f'development loss {loss(net):.4f}  their mean, {tokens / 1e6:.1f} million tokens')
    M.save(net, a.out, {'step': facts[0]['step'], 'tokens': tokens})


if __name__ == '__main__':
    main()
