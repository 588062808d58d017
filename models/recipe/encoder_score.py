"""What is said of a classifier: accuracy, tables, calibration error, conformal sets, out-of-scope."""
import json
import numpy as np
from reliability import calibration_error

OUT = {'out-of-scope', 'out_of_scope', 'oos'}


def softmax(logits, temperature=1.0):
    z = np.asarray(logits, dtype=np.float64) / temperature
    e = np.exp(z - z.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def fit_temperature(logits, gold):
    """-> the temperature with the least negative log-likelihood"""
    grid = np.exp(np.linspace(np.log(0.3), np.log(4), 200))
    at = np.arange(len(gold))
    return float(min(grid, key=lambda t: -np.log(softmax(logits, t)[at, gold] + 1e-12).mean()))


def conformal_threshold(probabilities, gold, level=0.95):
    """Split conformal: labels whose probability is at least this contain the truth in `level` of cases."""
    truth = np.sort(probabilities[np.arange(len(gold)), gold])
    k = int(np.floor((len(gold) + 1) * (1 - level)))
    return float(truth[max(0, k - 1)]) if k else 0.0


def scope_threshold(probabilities, gold, out, coverage=0.95):
    """-> the largest p below which everything can count as out of scope while `coverage` of the rest still is answered"""
    inside = probabilities[gold != out]
    sure = np.where(inside.argmax(1) == out, 0.0, inside.max(1))
    return float(np.quantile(sure, 1 - coverage))


def scope_line(probabilities, gold, out, coverage=0.95):
    """-> the largest p below which calling everything out of scope is as often right as trusting the likeliest label, and
    `coverage` of the rest still is answered"""
    most, said, top = scope_threshold(probabilities, gold, out, coverage), probabilities.argmax(1), probabilities.max(1)
    right = lambda t: (np.where(top < t, out, said) == gold).sum()
    return float(max(t for t in [0.0, *top[top < most], most] if right(t) >= right(0.0)))


def scope_scores(probabilities, gold, out, threshold):
    """-> (recall of what is out of scope, share of the rest that is answered)"""
    flagged = (probabilities.argmax(1) == out) | (probabilities.max(1) < threshold)
    return float(flagged[gold == out].mean()), float((~flagged[gold != out]).mean())


def f1(gold, said, k):
    hit = ((gold == k) & (said == k)).sum()
    return 2 * hit / max(1, (gold == k).sum() + (said == k).sum())


def report(logits, gold, labels, acceptable=None, temperature=1.0, conformal=None, scope=None):
    """-> dict of metrics; gold int[n]; acceptable: for each, the labels that are right as well"""
    p, gold = softmax(logits, temperature), np.asarray(gold)
    said, top = p.argmax(1), p.max(1)
    right = said == gold
    out = {'count': len(gold), 'accuracy': float(right.mean()), 'macroF1': float(np.mean([f1(gold, said, k) for k in range(len(labels)) if (gold == k).any()])), 'ece': calibration_error(top, right)}
    if acceptable:
        out['acceptable'] = float(np.mean([labels[s] in a for s, a in zip(said, acceptable)]))
    if conformal is not None:
        sets = p >= conformal
        out |= {'conformalCoverage': float(sets[np.arange(len(gold)), gold].mean()), 'meanSet': float(sets.sum(1).mean())}
    k = next((i for i, l in enumerate(labels) if l in OUT), None)
    if k is not None and (gold == k).any() and (gold != k).any():
        t = scope_threshold(p, gold, k) if scope is None else scope
        out['outOfScopeRecall'], out['inScopeCoverage'] = scope_scores(p, gold, k, t)
    return out


def show(metrics, logits, gold, labels):
    print(json.dumps({k: round(v, 4) for k, v in metrics.items()}))
    gold, said = np.asarray(gold), np.asarray(logits).argmax(1)
    width = max(map(len, labels))
    for k, label in enumerate(labels):
        n, s, hit = (gold == k).sum(), (said == k).sum(), ((gold == k) & (said == k)).sum()
        wrong = np.bincount(said[(gold == k) & (said != k)], minlength=len(labels))
        as_what = ', '.join(f'{labels[j]} {wrong[j]}' for j in np.argsort(-wrong)[:3] if wrong[j])
        print(f'{label:{width}}  n {n:4}  precision {hit / max(1, s):.3f}  recall {hit / max(1, n):.3f}  F1 {f1(gold, said, k):.3f}  {"said " + as_what if as_what else ""}')
