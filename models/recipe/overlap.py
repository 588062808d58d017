#!/usr/bin/env python3
"""How much of a JSON lines file stands in the training corpus: so that others can check their exams for contamination.

usage: overlap.py FILE.jsonl [--fields prefix,target] [--corpus ../.work/corpus/train.jsonl] [--worst 10] [--json OUT]
A shingle is 50 characters in a row, runs of white space counted as one blank. For each line of FILE: the share of its shingles
that stand anywhere in the corpus, and the package that holds most of them. All string fields count unless --fields names some
(nested ones are found by their own name). Exit code 0, whatever is found.
"""
import argparse, json, os, re, sys
from collections import Counter
import numpy as np

WIDTH = 50
BASE = np.uint64(0x9E3779B97F4A7C15 | 1)            # odd: invertible modulo 2 ** 64
INVERSE = np.uint64(pow(int(BASE), -1, 2 ** 64))


class Shingles:
    """Hashes of all windows of a text at once: differences of a running sum of characters times powers of BASE."""

    def __init__(self):
        self.powers = self.inverses = np.ones(1, np.uint64)

    def of(self, text):
        """-> uint64[max(0, n - WIDTH + 1)] for the n characters of `text` with blanks folded"""
        codes = np.frombuffer(re.sub(r'\s+', ' ', text).encode('utf-32-le', 'surrogatepass'), np.uint32).astype(np.uint64)
        if len(codes) < WIDTH:
            return np.empty(0, np.uint64)
        if len(self.powers) < len(codes):
            size = 2 * len(codes)
            self.powers, self.inverses = (np.multiply.accumulate(np.concatenate([np.ones(1, np.uint64), np.full(size, b)])) for b in (BASE, INVERSE))
        total = np.concatenate([np.zeros(1, np.uint64), np.cumsum((codes + np.uint64(1)) * self.powers[:len(codes)], dtype=np.uint64)])
        window = (total[WIDTH:] - total[:-WIDTH]) * self.inverses[:len(codes) - WIDTH + 1]
        return window ^ (window >> np.uint64(29))


def strings(value, fields, name=None):
    """The texts of a JSON value, of the named fields only where some are named."""
    if isinstance(value, str):
        if not fields or name in fields:
            yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, fields, key)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, fields, name)


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('file')
    ap.add_argument('--fields', default='', help='count only these, separated by commas')
    ap.add_argument('--corpus', default=os.path.join(here, '..', '.work', 'corpus', 'train.jsonl'))
    ap.add_argument('--worst', type=int, default=10, help='print so many lines with most overlap')
    ap.add_argument('--json', help='write one line {"id", "shingles", "found", "package"} each')
    a = ap.parse_args()
    if not os.path.exists(a.corpus):
        sys.exit(f'{a.corpus} is not there: models/run.sh makes it, or name another with --corpus')
    shingles, fields = Shingles(), set(filter(None, a.fields.split(',')))
    ids, wanted = [], []
    for number, line in enumerate(open(a.file, encoding='utf8'), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except ValueError as error:
            sys.exit(f'{a.file}, line {number}: {error}')
        hashes = [shingles.of(text) for text in strings(value, fields)]
        ids.append(value.get('id', number) if isinstance(value, dict) else number)
        wanted.append(np.unique(np.concatenate(hashes)) if hashes else np.empty(0, np.uint64))
    every, where = np.unique(np.concatenate(wanted), return_inverse=True) if wanted else (np.empty(0, np.uint64), np.empty(0, int))
    owner, packages = np.full(len(every), -1, np.int32), {}
    for line in open(a.corpus, encoding='utf8') if len(every) else ():
        document = json.loads(line)
        found = shingles.of(document['text'])
        at = np.minimum(np.searchsorted(every, found), len(every) - 1)
        owner[at[every[at] == found]] = packages.setdefault(document['package'], len(packages))
    names, rows, start = list(packages), [], 0
    for name, hashes in zip(ids, wanted):
        hit = owner[where[start:start + len(hashes)]]
        start += len(hashes)
        most = Counter(hit[hit >= 0].tolist()).most_common(1)
        rows.append({'id': name, 'shingles': len(hashes), 'found': int((hit >= 0).sum()), 'package': names[most[0][0]] if most else None})
    total, found = sum(r['shingles'] for r in rows), sum(r['found'] for r in rows)
    share = [r['found'] / r['shingles'] for r in rows if r['shingles']]
    print(f'{len(rows)} lines, {total:,} shingles of {WIDTH} characters, {found:,} of them in the corpus ({100 * found / max(1, total):.2f} %)')
    print(f'lines with any: {sum(s > 0 for s in share)}, over a tenth: {sum(s > 0.1 for s in share)}, over a half: {sum(s > 0.5 for s in share)}')
    for r in sorted(rows, key=lambda r: -r['found'] / max(1, r['shingles']))[:a.worst]:
        if r['found']:
            print(f'  {r["id"]}: {100 * r["found"] / r["shingles"]:.1f} % of {r["shingles"]}, most in {r["package"]}')
    if a.json:
        with open(a.json, 'w', encoding='utf8') as f:
            f.writelines(json.dumps(r) + '\n' for r in rows)


if __name__ == '__main__':
    main()
