#!/usr/bin/env python3
"""Draws the loss of all runs over the tokens they have seen, or how many lines are right with what shipped.

usage: plot.py [--work ../.work] [--out ../loss.png]
       plot.py --lines ../em.tsv --out ../em.png
reads   WORK/runs/*/loss.tsv: step, tokens, training loss (running mean), development loss (at some steps), tokens per second
        em.tsv, with a header: date, commit, million tokens, engine, EM and its 95 % interval in per cent (score.py --ci)
"""
import argparse, csv, glob, os

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


def lines(pyplot, path):
    """-> figure: exact match over training tokens, a curve for each engine"""
    figure, axes = pyplot.subplots(figsize=(8, 4.5), dpi=120)
    rows = list(csv.DictReader(open(path, encoding='utf8'), delimiter='\t'))
    for colour, engine in zip(COLOURS, dict.fromkeys(r['engine'] for r in rows)):
        tokens, em, low, high = zip(*([float(r[k]) for k in ('million tokens', 'EM', 'from', 'to')] for r in rows if r['engine'] == engine))
        axes.fill_between(tokens, low, high, color=colour, alpha=0.12, linewidth=0)
        axes.plot(tokens, em, color=colour, linewidth=1.8, marker='o', markersize=4, label=f'{engine}, {em[-1]:.1f} %')
    axes.set(xlabel='million tokens', ylabel='lines right (EM, %), 95 % interval', ylim=(0, None), xlim=(0, None))
    axes.legend(frameon=False, loc='lower right')
    return figure


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--work', default=os.path.join(here, '..', '.work'))
    ap.add_argument('--lines', help='table of shipped models')
    ap.add_argument('--out', default=os.path.join(here, '..', 'loss.png'))
    a = ap.parse_args()
    import matplotlib
    matplotlib.use('Agg')
    from matplotlib import pyplot
    figure = lines(pyplot, a.lines) if a.lines else losses(pyplot, a.work)
    for axes in figure.axes:
        axes.grid(alpha=0.25)
        axes.spines[['top', 'right']].set_visible(False)
    figure.tight_layout()
    figure.savefig(a.out, metadata={'Software': None})
    print(a.out)


def losses(pyplot, work):
    """-> figure: training and development loss of each run"""
    figure, axes = pyplot.subplots(figsize=(8, 4.5), dpi=120)
    lowest = []
    found = glob.glob(os.path.join(work, 'runs', '*', 'loss.tsv'))
    for k, path in enumerate(sorted(f for f in found if not os.path.basename(os.path.dirname(f)).startswith('ladder-'))):
        training, held = read(path)
        if not training:
            continue
        colour, name = COLOURS[k % len(COLOURS)], os.path.basename(os.path.dirname(path))
        axes.plot(*zip(*training), color=colour, linewidth=1, alpha=0.5, label=f'{name}, training')
        if held:
            axes.plot(*zip(*held), color=colour, linewidth=1.8, marker='o', markersize=2.5, label=f'{name}, development {held[-1][1]:.3f}')
        lowest += [v for _, v in training + held]
    if not lowest:
        raise SystemExit(f'no loss.tsv with a line in {work}/runs')
    axes.set(xlabel='million tokens', ylabel='loss (nats per token)', ylim=(min(lowest) - 0.15, min(max(lowest), min(lowest) + 3)))
    axes.legend(frameon=False)
    return figure


if __name__ == '__main__':
    main()
