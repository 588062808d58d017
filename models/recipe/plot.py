#!/usr/bin/env python3
"""Draws the loss of all runs over the tokens they have seen.

usage: plot.py [--work ../.work] [--out ../loss.png]
reads   WORK/runs/*/loss.tsv: step, tokens, training loss (running mean), development loss (at some steps), tokens per second
"""
import argparse, glob, os

COLOURS = ['#2a78d6', '#c4502f', '#3b8f4f', '#8a5cc2', '#b58900', '#4a4a4a']


def read(path):
    """-> [(million tokens, training loss)], [(million tokens, development loss)]; a run that was resumed repeats some steps, the last one counts."""
    rows = {}
    for line in open(path):
        parts = line.rstrip('\n').split('\t')
        if len(parts) == 5:
            rows[int(parts[0])] = parts
    ordered = [rows[step] for step in sorted(rows)]
    return [(int(r[1]) / 1e6, float(r[2])) for r in ordered], [(int(r[1]) / 1e6, float(r[3])) for r in ordered if r[3]]


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--work', default=os.path.join(here, '..', '.work'))
    ap.add_argument('--out', default=os.path.join(here, '..', 'loss.png'))
    a = ap.parse_args()
    import matplotlib
    matplotlib.use('Agg')
    from matplotlib import pyplot
    figure, axes = pyplot.subplots(figsize=(8, 4.5), dpi=120)
    lowest = []
    for k, path in enumerate(sorted(glob.glob(os.path.join(a.work, 'runs', '*', 'loss.tsv')))):
        training, held = read(path)
        if not training:
            continue
        colour, name = COLOURS[k % len(COLOURS)], os.path.basename(os.path.dirname(path))
        axes.plot(*zip(*training), color=colour, linewidth=1, alpha=0.5, label=f'{name}, training')
        if held:
            axes.plot(*zip(*held), color=colour, linewidth=1.8, marker='o', markersize=2.5, label=f'{name}, development {held[-1][1]:.3f}')
        lowest += [v for _, v in training + held]
    if not lowest:
        raise SystemExit(f'no loss.tsv with a line in {a.work}/runs')
    axes.set(xlabel='million tokens', ylabel='loss (nats per token)', ylim=(min(lowest) - 0.15, min(max(lowest), min(lowest) + 3)))
    axes.grid(alpha=0.25)
    axes.spines[['top', 'right']].set_visible(False)
    axes.legend(frameon=False)
    figure.tight_layout()
    figure.savefig(a.out, metadata={'Software': None})
    print(a.out)


if __name__ == '__main__':
    main()
