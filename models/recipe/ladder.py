#!/usr/bin/env python3
"""Small runs of several shapes, vocabularies, rates and batches: what to train for how long, before the hours are spent.

usage: ladder.py [--work ../.work] [--processes 2] [--only NAME …] [--summary] [--shipped TOKENS=LOSS]
Each run keeps its learning rate, and at each of its step counts a copy decays for a quarter as many steps: those are the points.
Points that are there are not trained again; the table and the law are printed at the end (alone with --summary).
reads   WORK/corpus, WORK/packed, WORK/tokenizer
writes  WORK/ladder/points.jsonl     name, parameters, tokens seen, development loss (nats per token; comparable within a vocabulary),
                                     bits per byte by language (comparable everywhere), hours of one core
The law is that of Hoffmann et al. 2022, loss = E + A / parameters ** a + B / tokens ** b, fitted to the runs of the main ladder.
"""
import argparse, json, os, shutil, subprocess, sys, time
from concurrent.futures import ThreadPoolExecutor
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
WIDTHS = {'4 x 192': {'width': 192, 'heads': 3, 'inner': 512}, '4 x 320': {}, '4 x 448': {'width': 448, 'heads': 7, 'inner': 1280}}
MAIN = (250, 500, 1000)
TEXTS = ('vocabulary', 'blank-before')                              # what changes the tokens, and with them the packed texts
# The longest first, so that the last ones of all processes end at about the same time.
RUNS = [
    ('4 x 448', WIDTHS['4 x 448'], MAIN), ('4 x 320', WIDTHS['4 x 320'], MAIN), ('vocabulary 16384', {'vocabulary': 16384}, (500,)),
    ('vocabulary 4096', {'vocabulary': 4096}, (500,)), ('vocabulary 12288', {'vocabulary': 12288}, (500,)), ('blank before the word', {'blank-before': True}, (500,)), ('2 x 448', {'layers': 2, **WIDTHS['4 x 448']}, (500,)), ('8 x 224', {'layers': 8, 'width': 224, 'heads': 7, 'inner': 640}, (500,)),
    ('4 x 192', WIDTHS['4 x 192'], (*MAIN, 2000)), ('4 x 192, half the rate', {**WIDTHS['4 x 192'], 'lr': 0.01, 'lr-embedding': 0.0015}, (500,)),
    ('4 x 192, twice the rate', {**WIDTHS['4 x 192'], 'lr': 0.04, 'lr-embedding': 0.006}, (500,)), ('4 x 192, a quarter of the rate', {**WIDTHS['4 x 192'], 'lr': 0.005, 'lr-embedding': 0.00075}, (500,)),
    ('4 x 192, batch of 8', {**WIDTHS['4 x 192'], 'batch': 8}, (1000,)),
    ('4 x 192, batch of 32', {**WIDTHS['4 x 192'], 'batch': 32}, (250,)),
]


def options(named):
    return [part for k, v in named.items() for part in ((f'--{k}',) if v is True else (f'--{k}', v))]


def recipe(script, *args):
    environment = {**os.environ, 'OMP_NUM_THREADS': '1'}
    subprocess.run([sys.executable, os.path.join(HERE, script), *map(str, args)], check=True, env=environment, stdout=subprocess.DEVNULL)


def folder_of(work, changed):
    """-> a work folder whose texts are in this run's vocabulary"""
    texts = {k: v for k, v in changed.items() if k in TEXTS}
    if not texts:
        return work
    own = os.path.join(work, 'ladder', '-'.join(f'{k}-{v}' for k, v in texts.items()))
    os.makedirs(own, exist_ok=True)
    if not os.path.exists(os.path.join(own, 'corpus')):
        os.symlink(os.path.abspath(os.path.join(work, 'corpus')), os.path.join(own, 'corpus'))
    if not os.path.exists(os.path.join(own, 'tokenizer', 'tokenizer.json')):
        recipe('tokenizer.py', '--work', own, *options(texts))
    for split in ('train', 'dev'):
        if not os.path.exists(os.path.join(own, 'packed', f'{split}.npz')):
            recipe('pack.py', '--work', own, '--split', split)
    return own


def measure(work, run):
    """-> what is known of a decayed run"""
    import torch, evaluate, model as M, parity
    from tokenizers import Tokenizer
    torch.set_num_threads(1)
    net, meta = M.load(os.path.join(work, 'runs', run, 'checkpoint'))
    net.eval()
    text = parity.Text(Tokenizer.from_file(os.path.join(work, 'tokenizer', 'tokenizer.json')))
    bits = evaluate.bits_per_byte(net, text, evaluate.development(work, 60_000))
    with open(os.path.join(work, 'runs', run, 'loss.tsv')) as rows:
        loss = float(rows.read().split('\n')[-2].split('\t')[3])
    return {'parameters': sum(p.numel() for p in net.parameters()), 'tokens': int(meta['tokens']), 'loss': loss, 'bits': {k: v['model'] for k, v in bits.items()}}


def climb(name, changed, counts, work, kept):
    folder, slug, hours = folder_of(work, changed), 'ladder-' + name.replace(' ', '-').replace(',', ''), 0
    shape = options({k: v for k, v in changed.items() if k not in TEXTS})
    common = ['--work', folder, '--short', 0.5, '--line-weight', 4, *shape]
    for steps in counts:
        if (name, steps) in {(p['name'], p['steps']) for p in points(kept)}:
            continue
        begun = time.time()
        recipe('train.py', *common, '--run', slug, '--steps', steps, '--warmup', 50)
        hours += (time.time() - begun) / 3600
        begun, end = time.time(), f'{slug}-{steps}'
        shutil.rmtree(os.path.join(folder, 'runs', end), ignore_errors=True)
        recipe('train.py', *common, '--run', end, '--from', os.path.join(folder, 'runs', slug, 'checkpoint'), '--steps', steps // 4, '--decay', steps // 4 - 10, '--warmup', 10, '--seed', 2)
        spent = hours + (time.time() - begun) / 3600
        point = {'name': name, 'steps': steps, **json.loads(subprocess.run([sys.executable, __file__, '--work', folder, '--measure', end], check=True, capture_output=True, text=True).stdout.split('\n')[-2]), 'hours': round(spent, 3)}
        with open(kept, 'a') as out:
            out.write(json.dumps(point) + '\n')
        print(json.dumps(point), flush=True)


def points(kept):
    return [json.loads(line) for line in open(kept)] if os.path.exists(kept) else []


def law(rungs):
    """rungs [(parameters, tokens, loss)] -> function of parameters and tokens, and its numbers (E, A, a, B, b)"""
    from scipy.optimize import least_squares
    n, d, loss = (np.array(x, dtype=float) for x in zip(*rungs))

    def says(x, n, d):
        e, a, alpha, b, beta = x
        return e + np.exp(a) * (n / 1e6) ** -alpha + np.exp(b) * (d / 1e6) ** -beta

    fits = [least_squares(lambda x: says(x, n, d) - loss, (e, 0.0, alpha, 0.5, beta), bounds=([0, -5, 0.05, -5, 0.05], [2, 3, 1.5, 3, 1.5])) for e in (0.5, 1.0, 1.5) for alpha in (0.2, 0.5) for beta in (0.2, 0.5)]
    best = min(fits, key=lambda f: f.cost)
    return (lambda n, d: float(says(best.x, n, d))), best.x, float(np.sqrt(2 * best.cost / len(loss)))


def summary(kept, shipped):
    found = points(kept)
    for p in found:
        print(f"{p['name']:26} {p['parameters'] / 1e6:5.2f} M parameters  {p['tokens'] / 1e6:5.1f} M tokens  loss {p['loss']:.4f}  bits per byte " + ' / '.join(f'{b:.3f}' for b in p['bits'].values()) + f"  {p['hours']:.2f} h")
    rungs = [(p['parameters'], p['tokens'], p['loss']) for p in found if p['name'] in WIDTHS]
    if len(rungs) < 6:
        return
    says, (e, a, alpha, b, beta), off = law(rungs)
    print(f'loss = {e:.3f} + {np.exp(a):.3f} / (M parameters) ** {alpha:.3f} + {np.exp(b):.3f} / (M tokens) ** {beta:.3f}, off by {off:.4f}')
    for point in shipped:
        tokens, loss = map(float, point.split('='))
        print(f'7.05 M parameters, {tokens / 1e6:.1f} M tokens: foretold {says(7.05e6, tokens):.3f}, measured {loss}')
    for name, size in (('4 x 192', 3.15e6), ('4 x 320', 7.05e6), ('4 x 448', 12.39e6)):
        print(f'{name}: ' + ', '.join(f'{tokens} M {says(size, tokens * 1e6):.3f}' for tokens in (50, 100, 150, 300, 600)))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--work', default=os.path.join(HERE, '..', '.work'))
    ap.add_argument('--processes', type=int, default=2)
    ap.add_argument('--only', nargs='*')
    ap.add_argument('--summary', action='store_true', help='train nothing')
    ap.add_argument('--shipped', nargs='*', default=[], help='points of the real run beside the law')
    ap.add_argument('--measure', help=argparse.SUPPRESS)            # a process of its own, since threads of one would share PyTorch
    a = ap.parse_args()
    if a.measure:
        return print(json.dumps(measure(a.work, a.measure)))
    kept = os.path.join(a.work, 'ladder', 'points.jsonl')
    os.makedirs(os.path.dirname(kept), exist_ok=True)
    if not a.summary:
        with ThreadPoolExecutor(a.processes) as pool:
            for done in [pool.submit(climb, *run, a.work, kept) for run in RUNS if not a.only or run[0] in a.only]:
                done.result()
    summary(kept, a.shipped)


if __name__ == '__main__':
    main()
