#!/usr/bin/env python3
"""Is a suggestion as often right as it says? Expected calibration error, the surest cases, and a reliability picture.

usage: calibration.py CASES.jsonl PREDICTIONS.jsonl … [--picture ../confidence.png]
PREDICTIONS: of `shortline complete`, with `confidence`; the picture has a line for each file, by the file's name. A suggestion is
clean when the target starts with it; the surest 20 / 30 / 40 % of all cases are right when it is the whole target.
"""
import argparse, json, os
import numpy as np
import reliability


def read(cases, predictions):
    """-> (confidence, clean, whole) of the suggestions that are not blank, number of all cases"""
    target = {}
    for line in open(cases, encoding='utf8'):
        c = json.loads(line)
        target[c['id']] = c['target'].rstrip()
    rows = []
    for line in open(predictions, encoding='utf8'):
        p = json.loads(line)
        text = (p.get('completion') or '').split('\n')[0].rstrip()
        if text and p['id'] in target:
            rows.append((p['confidence'], target[p['id']].startswith(text), text == target[p['id']]))
    confidence, clean, whole = (np.asarray(column, dtype=float) for column in zip(*rows))
    return confidence, clean, whole, len(target)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('cases')
    ap.add_argument('predictions', nargs='+')
    ap.add_argument('--picture')
    a = ap.parse_args()
    drawn = []
    for path in a.predictions:
        confidence, clean, whole, count = read(a.cases, path)
        error = reliability.calibration_error(confidence, clean)
        surest = np.argsort(-confidence, kind='stable')
        right = [100 * whole[surest[:round(count * share)]].mean() for share in (0.2, 0.3, 0.4)]
        name = os.path.splitext(os.path.basename(path))[0]
        print(f'{name}: {len(confidence)} of {count} shown, calibration error {error:.3f}, surest 20 / 30 / 40 % right {" / ".join(f"{r:.1f}" for r in right)} %')
        drawn.append((name, confidence, clean))
    if a.picture:
        reliability.draw(a.picture, drawn, 'Reliability of suggestions', 'confidence', 'share that is clean')


if __name__ == '__main__':
    main()
