"""Is it as often right as it says? Bins, expected calibration error, and the picture of both, for labels and for suggestions."""
import numpy as np


def bins(p, right, count=15):
    """-> [(mean confidence, share right, count)], equally many in each: a few examples in an empty corner tell nothing"""
    order = np.argsort(p)
    return [(float(p[part].mean()), float(right[part].mean()), len(part)) for part in np.array_split(order, min(count, max(1, len(p) // 10))) if len(part)]


def calibration_error(p, right, count=15):
    """ECE with bins of equal width, as the literature has it"""
    edges = np.minimum((p * count).astype(int), count - 1)
    return float(sum((edges == b).mean() * abs(p[edges == b].mean() - right[edges == b].mean()) for b in range(count) if (edges == b).any()))


def draw(path, parts, title, said, right):
    """A line for each (name, confidence, right) of `parts`; `said` and `right` name the axes."""
    import matplotlib
    matplotlib.use('Agg')
    import matplotlib.pyplot as plt
    figure, axes = plt.subplots(figsize=(4.2, 4.2))
    axes.plot([0, 1], [0, 1], color='0.7', linewidth=1)
    for name, p, hits in parts:
        x, y, _ = zip(*bins(p, hits))
        axes.plot(x, y, marker='o', markersize=4, label=f'{name}, ECE {calibration_error(p, hits):.3f}')
    axes.set(xlabel=said, ylabel=right, xlim=(0, 1.02), ylim=(0, 1.02), title=title)
    axes.legend(loc='upper left', frameon=False)
    figure.tight_layout()
    figure.savefig(path, dpi=110)
