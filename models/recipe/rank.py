#!/usr/bin/env python3
"""Stage 7: fit the rankers and the confidence to the shipped model, on cases from training packages.

usage: rank.py --cases WORK/rank-cases.jsonl [--work ../.work] [--model ../completion] [--threads 1] [--processes 1]
reads   cases (cases.py --corpus WORK/corpus/train.jsonl), the model folder without rankers
writes  WORK/judge.json: {full, copies} x {rank, cut}, for ship.py --judge

Two halves: the first fits `rank` (is a candidate the whole rest of the line?); with that in a copy of the model folder, the second
fits `cut` (is the best line right up to here?), so that the confidence is learned on cases that the ranker has not seen.
`beam` says when the model's other lines are not worth their runs. `copies` is the same without the model, for other languages and for machines where no runtime starts.
The engine itself computes the features (`shortline judge`) and never sees a target.
"""
import argparse, concurrent.futures, json, os, shutil, subprocess, sys, tempfile
import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

TREES, LEAVES, RATE, LEAST = 120, 15, 0.07, 30
LOST, HOPE = 0.002, 0.5


def judge(root, model, cases, engine, threads, processes):
    """-> (names, [{id, lines, cuts, early?, quick?}]) of `shortline judge`, the cases spread over some processes"""
    command = ['node', os.path.join(root, 'extension', 'bin.mjs'), 'judge', '--model', model, '--engine', engine, '--threads', str(threads)]

    def run(part):
        with tempfile.TemporaryFile('w+', encoding='utf8') as f:
            for c in part:
                f.write(json.dumps({k: c[k] for k in ('id', 'language', 'path', 'prefix', 'suffix', 'neighbours')}) + '\n')
            f.seek(0)
            return subprocess.run(command, stdin=f, stdout=subprocess.PIPE, check=True).stdout.decode('utf8').splitlines()

    with concurrent.futures.ThreadPoolExecutor(processes) as pool:
        out = list(pool.map(run, [cases[k::processes] for k in range(processes)]))
    return json.loads(out[0][0]), [json.loads(l) for lines in out for l in lines[1:]]


def fit(rows, labels, names):
    m = HistGradientBoostingClassifier(max_iter=TREES, max_leaf_nodes=LEAVES, learning_rate=RATE, min_samples_leaf=LEAST, l2_regularization=1.0, random_state=1)
    m.fit(np.asarray(rows, dtype=np.float32), np.asarray(labels))
    trees = []
    for (p,) in m._predictors:
        n = p.nodes
        leaf = n['is_leaf'].astype(bool)
        trees.append({'feature': [-1 if l else int(f) for l, f in zip(leaf, n['feature_idx'])], 'threshold': [0 if l else float(f'{t:.6g}') for l, t in zip(leaf, n['num_threshold'])],
                      'left': [0 if l else int(x) for l, x in zip(leaf, n['left'])], 'right': [0 if l else int(x) for l, x in zip(leaf, n['right'])], 'value': [float(f'{v:.4g}') for v in n['value']]})
    return {'features': list(names), 'bias': float(np.ravel(m._baseline_prediction)[0]), 'trees': trees}


def unfitted(names):
    return {'features': names, 'bias': 0.0, 'trees': []}


def states(judged, target):
    """The same case as a ranker meets it: with everything, and with few copies before and behind the beam. -> (lines, cuts, target)"""
    for j in judged:
        for s in (j, j.get('early'), j.get('quick')):
            if s:
                yield s['lines'], s['cuts'], target[j['id']]


def rank_rows(judged, target):
    rows, labels = [], []
    for lines, _, wanted in states(judged, target):
        for l in lines:
            rows.append(l['features'])
            labels.append(l['text'].rstrip() == wanted)
    return rows, labels


def cut_rows(judged, target):
    rows, labels = [], []
    for lines, cuts, wanted in states(judged, target):
        for c in cuts:
            rows.append(c['features'])
            labels.append(wanted.startswith(lines[0]['text'][:c['end']]))
    return rows, labels


def beam_limits(judged, target):
    """`sure`: from this probability of the best early line on, the beam made less than LOST of all cases right."""
    top = lambda s: s['lines'][0]['text'].rstrip() if s['lines'] else None
    gains = sorted((j['early']['lines'][0]['probability'] if j['early']['lines'] else 0.0) for j in judged
                   if top(j['quick']) == target[j['id']] != top(j['early']))
    allowed = int(LOST * len(judged))
    sure = gains[-1 - allowed] + 1e-6 if len(gains) > allowed else 0.5
    return {'sure': float(f'{max(0.5, sure):.3g}'), 'hope': HOPE}


def with_judge(model, folder, judge_json):
    for n in ('model.onnx', 'tokenizer.json'):
        shutil.copy(os.path.join(model, n), folder)
    card = json.load(open(os.path.join(model, 'card.json'), encoding='utf8'))
    card.pop('judge', None)
    if judge_json:
        card['judge'] = judge_json
    json.dump(card, open(os.path.join(folder, 'card.json'), 'w', encoding='utf8'))


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--cases', required=True)
    ap.add_argument('--work', default=os.path.join(here, '..', '.work'))
    ap.add_argument('--model', default=os.path.join(here, '..', 'completion'))
    ap.add_argument('--threads', type=int, default=1)
    ap.add_argument('--processes', type=int, default=1, help='beside each other, each with that many threads')
    ap.add_argument('--limit', type=int, help='use the first N cases only')
    a = ap.parse_args()
    root = os.path.join(here, '..', '..')
    cases = [json.loads(l) for l in open(a.cases, encoding='utf8')]
    np.random.default_rng(1).shuffle(cases)
    cases = cases[:a.limit]
    target = {c['id']: c['target'].rstrip() for c in cases}
    first, second = cases[:len(cases) * 3 // 5], cases[len(cases) * 3 // 5:]
    out = {'full': {}, 'copies': {}}
    # The ranker for copies first: it chooses which of them the model scores.
    for kind, off in (('copies', 'ngram'), ('full', 'auto')):
        with tempfile.TemporaryDirectory() as folder:
            with_judge(a.model, folder, out if out['copies'] else None)
            names, judged = judge(root, folder, first, off, a.threads, a.processes)
        rows, labels = rank_rows(judged, target)
        out[kind]['rank'] = fit(rows, labels, names['rankFeatures'])
        print(f'{kind} rank: {len(rows)} candidates of {len(judged)} cases, {np.mean(labels):.3f} right', flush=True)
        out[kind]['cut'] = unfitted(names['cutFeatures'])
        if kind == 'copies':
            out['full'] = {'rank': unfitted([]), 'cut': unfitted([])}
    for kind, off in (('full', 'auto'), ('copies', 'ngram')):
        with tempfile.TemporaryDirectory() as folder:
            with_judge(a.model, folder, out)
            names, judged = judge(root, folder, second, off, a.threads, a.processes)
        rows, labels = cut_rows(judged, target)
        out[kind]['cut'] = fit(rows, labels, names['cutFeatures'])
        if kind == 'full':
            out[kind]['beam'] = beam_limits(judged, target)
        whole = [j['lines'][0]['text'].rstrip() == target[j['id']] for j in judged if j['lines']]
        print(f'{kind} cut: {len(rows)} places, {np.mean(labels):.3f} right; exact match on these cases {100 * sum(whole) / len(judged):.1f} %', flush=True)
    json.dump(out, open(os.path.join(a.work, 'judge.json'), 'w'), separators=(',', ':'))


if __name__ == '__main__':
    main()
