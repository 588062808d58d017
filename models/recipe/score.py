#!/usr/bin/env python3
"""Scores predicted line completions against cases.

usage: score.py cases.jsonl predictions.jsonl [--ci] [--json out.json]
predictions: {"id", "completion": text to insert at the cursor, "" for nothing, "ms"?: milliseconds} a line

Only the first line of a completion counts, trailing blanks don't; a case without a prediction counts as nothing shown.
  shown    % of cases with a suggestion that is not blank
  EM       % of all cases whose suggestion is the rest of the line           EMshown  … of the shown ones
  clean    % of the shown ones that the target starts with: nothing to delete after accepting
  saved    common prefix over target length, mean over all cases, %         savedSh  … over the shown ones
  chars    characters of clean suggestions over characters of all targets, %
  ES       2 * longest common subsequence / sum of the lengths, mean, %     ESshown  … over the shown ones
  idF1     F1 of the sets of names in suggestion and target, over cases whose target holds a name, %
  p50 …    percentiles of ms
--ci: 95 % interval of EM, saved and ES, resampling whole packages. Standard library only.
"""
import argparse, json, os.path, random, re
from collections import defaultdict

NAME = re.compile(r'[A-Za-z_$][\w$]*')
COLUMNS = ('n', 'shown', 'EM', 'EMshown', 'clean', 'saved', 'savedSh', 'chars', 'ES', 'ESshown', 'idF1', 'p50', 'p95', 'p99')
RESAMPLES = 1000


def common_subsequence(a, b):
    """Length of the longest common subsequence of two strings."""
    row = [0] * (len(b) + 1)
    for char in a:
        diagonal = 0
        for column, other in enumerate(b, 1):
            diagonal, row[column] = row[column], diagonal + 1 if char == other else max(row[column], row[column - 1])
    return row[-1]


def percentile(values, share):
    """Nearest rank on 0 … n-1; None without values."""
    ordered = sorted(values)
    return ordered[round(share / 100 * (len(ordered) - 1))] if ordered else None


def measure(case, prediction):
    """One case -> its scores between 0 and 1, lengths in characters."""
    target = case['target'].rstrip()
    completion = prediction.get('completion') or ''
    text = completion.split('\n', 1)[0].rstrip()
    shown = bool(completion.strip())
    common = len(os.path.commonprefix([text, target])) if shown else 0
    clean = shown and text != '' and common == len(text)
    wanted, got = set(NAME.findall(target)), set(NAME.findall(text)) if shown else set()
    return {
        'package': case['repo'], 'shown': shown, 'EM': shown and text == target, 'clean': clean, 'saved': common / len(target),
        'clean_chars': len(text) if clean else 0, 'target_chars': len(target),
        'ES': 2 * common_subsequence(text, target) / (len(text) + len(target)) if shown and text else 0.0,
        'idF1': 2 * len(wanted & got) / (len(wanted) + len(got)) if wanted else None, 'ms': prediction.get('ms'),
    }


def mean(rows, key):
    values = [row[key] for row in rows if row[key] is not None]
    return 100 * sum(values) / len(values) if values else 0.0


def summary(rows):
    shown = [row for row in rows if row['shown']]
    ms = [row['ms'] for row in rows if isinstance(row['ms'], (int, float))]
    return {
        'n': len(rows), 'shown': mean(rows, 'shown'), 'EM': mean(rows, 'EM'), 'EMshown': mean(shown, 'EM'), 'clean': mean(shown, 'clean'),
        'saved': mean(rows, 'saved'), 'savedSh': mean(shown, 'saved'),
        'chars': 100 * sum(row['clean_chars'] for row in rows) / sum(row['target_chars'] for row in rows),
        'ES': mean(rows, 'ES'), 'ESshown': mean(shown, 'ES'), 'idF1': mean(rows, 'idF1'),
        'p50': percentile(ms, 50), 'p95': percentile(ms, 95), 'p99': percentile(ms, 99),
    }


def interval(rows, key):
    """95 % bootstrap interval of a mean in %, packages drawn with replacement: cases of one package resemble each other."""
    by_package = defaultdict(list)
    for row in rows:
        by_package[row['package']].append(row[key])
    sums = [(sum(values), len(values)) for _, values in sorted(by_package.items())]
    draw, means = random.Random(1), []
    for _ in range(RESAMPLES):
        picked = [draw.choice(sums) for _ in sums]
        means.append(100 * sum(total for total, _ in picked) / sum(count for _, count in picked))
    return percentile(means, 2.5), percentile(means, 97.5)


def groups(cases, rows):
    """-> {name: rows}: all, by language, by kind, by both."""
    found = defaultdict(list)
    for case, row in zip(cases, rows):
        for name in ('all', case['language'], case['kind'], f'{case["language"]} {case["kind"]}'):
            found[name].append(row)
    return dict(sorted(found.items(), key=lambda pair: (pair[0] != 'all', ' ' in pair[0], '-' in pair[0], pair[0])))


def read_lines(file):
    with open(file, encoding='utf8') as stream:
        return [json.loads(line) for line in stream if line.strip()]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('cases')
    parser.add_argument('predictions')
    parser.add_argument('--ci', action='store_true')
    parser.add_argument('--json')
    a = parser.parse_args()
    cases, predictions = read_lines(a.cases), {row['id']: row for row in read_lines(a.predictions)}
    rows = [measure(case, predictions.get(case['id'], {})) for case in cases]
    grouped = groups(cases, rows)
    scores = {name: summary(members) for name, members in grouped.items()}
    print(' ' * 26 + ''.join(f'{column:>9}' for column in COLUMNS))
    for name, score in scores.items():
        print(f'{name:26}' + ''.join(f'{"-" if score[c] is None else score[c] if c == "n" else format(score[c], ".1f"):>9}' for c in COLUMNS))
    unknown = predictions.keys() - {case['id'] for case in cases}
    print(f'{len(cases)} cases, {len(predictions)} predictions, {len(unknown)} of them for unknown cases')
    if a.ci:
        for name in [name for name in grouped if name == 'all' or name in {case['language'] for case in cases}]:
            print(name, ', '.join('{} {:.1f} to {:.1f}'.format(key, *interval(grouped[name], key)) for key in ('EM', 'saved', 'ES')))
    if a.json:
        with open(a.json, 'w', encoding='utf8') as out:
            json.dump(scores, out, indent=1)


if __name__ == '__main__':
    main()
