#!/usr/bin/env python3
"""Stage 3: corpus -> one memory-mapped file of 16-bit tokens and a table of documents.

usage: pack.py [--work ../.work] [--split train]
reads   WORK/corpus/SPLIT.jsonl, WORK/tokenizer/tokenizer.json
writes  WORK/packed/SPLIT.bin        uint16 tokens of all documents, one after the other
        WORK/packed/SPLIT.npz        per document: start, length, language, package, weight, neighbours[5] (-1: none),
                                     header_start, header_length (tokens of its path, kept at the end of SPLIT.bin)
Neighbours are what an editor has open: imported files first, then files of the same folder.
"""
import argparse, json, os, posixpath, re
from collections import defaultdict
import numpy as np

LANGUAGES = ['typescript', 'javascript', 'python']
MIXTURE = {'typescript': 0.45, 'javascript': 0.2, 'python': 0.35}
PACKAGE_DAMPING = 0.75              # a package with ten times the text is drawn 10 ** 0.75 times as often
HEADER_SEGMENTS = 3                 # of the path, as core/completion/prompt.ts
IMPORT = {'js': re.compile(r'''(?:from|import|require\()\s*['"](\.[^'"]+)['"]'''), 'py': re.compile(r'^\s*(?:from\s+(\.*[\w.]*)\s+import|import\s+([\w.]+))', re.M)}


def header(path):
    return '/'.join(path.split('/')[-HEADER_SEGMENTS:]) + '\n'


def neighbours(docs):
    """-> for each document up to five indexes of others of its package and language"""
    by_path, by_folder = {}, defaultdict(list)
    for i, d in enumerate(docs):
        by_path[d['package'], d['path']] = i
        by_folder[d['package'], d['language'], posixpath.dirname(d['path'])].append(i)
    out = np.full((len(docs), 5), -1, dtype=np.int32)
    for i, d in enumerate(docs):
        found, folder = [], posixpath.dirname(d['path'])
        if d['language'] == 'python':
            for rel, absolute in IMPORT['py'].findall(d['text']):
                name = rel or absolute
                dots = len(name) - len(name.lstrip('.'))
                base = folder
                for _ in range(dots - 1):
                    base = posixpath.dirname(base)
                stem = name.lstrip('.').replace('.', '/')
                options = [posixpath.join(base, stem)] if dots else [stem, posixpath.join(folder, stem)]
                tries = [o + e for o in options for e in ('.py', '/__init__.py')]
                found += [by_path[d['package'], t] for t in tries if (d['package'], t) in by_path]
        else:
            for target in IMPORT['js'].findall(d['text']):
                stem = posixpath.normpath(posixpath.join(folder, re.sub(r'\.[mc]?jsx?$', '', target)))
                tries = [stem + e for e in ('.ts', '.tsx', '.js', '.jsx', '.mjs', '/index.ts', '/index.tsx', '/index.js', '')]
                found += [by_path[d['package'], t] for t in tries if (d['package'], t) in by_path]
        same = by_folder[d['package'], d['language'], folder]
        at = same.index(i)
        found += same[at + 1:at + 6] + same[max(0, at - 5):at]
        unique = [k for k in dict.fromkeys(found) if k != i][:5]
        out[i, :len(unique)] = unique
    return out


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--work', default=os.path.join(here, '..', '.work'))
    ap.add_argument('--split', default='train')
    a = ap.parse_args()
    from tokenizers import Tokenizer
    t = Tokenizer.from_file(os.path.join(a.work, 'tokenizer', 'tokenizer.json'))
    docs = [json.loads(l) for l in open(os.path.join(a.work, 'corpus', a.split + '.jsonl'), encoding='utf8')]
    out = os.path.join(a.work, 'packed')
    os.makedirs(out, exist_ok=True)
    start, length, at = [], [], 0
    with open(os.path.join(out, a.split + '.bin'), 'wb') as f:
        for k in range(0, len(docs), 512):
            for e in t.encode_batch_fast([d['text'].rstrip() + '\n' for d in docs[k:k + 512]]):
                ids = np.asarray(e.ids, dtype=np.uint16)
                f.write(ids.tobytes())
                start.append(at)
                length.append(len(ids))
                at += len(ids)
        body = at
        head_start, head_length = [], []
        for e in t.encode_batch_fast([header(d['path']) for d in docs]):
            f.write(np.asarray(e.ids, dtype=np.uint16).tobytes())
            head_start.append(at)
            head_length.append(len(e.ids))
            at += len(e.ids)
    language = np.asarray([LANGUAGES.index(d['language']) for d in docs], dtype=np.int8)
    names = sorted({d['package'] for d in docs})
    index = {n: i for i, n in enumerate(names)}
    package = np.asarray([index[d['package']] for d in docs], dtype=np.int32)
    length = np.asarray(length)
    weight = length.astype(np.float64)
    for l in range(3):
        for p in set(package[language == l]):
            m = (language == l) & (package == p)
            weight[m] *= length[m].sum() ** (PACKAGE_DAMPING - 1)
        if (language == l).any():
            weight[language == l] *= MIXTURE[LANGUAGES[l]] / weight[language == l].sum()
    np.savez(os.path.join(out, a.split + '.npz'), start=np.asarray(start, dtype=np.int64), length=length.astype(np.int32), language=language, package=package,
             weight=weight / weight.sum(), neighbours=neighbours(docs), header_start=np.asarray(head_start, dtype=np.int64), header_length=np.asarray(head_length, dtype=np.int32))
    print(f'{len(docs)} documents, {body} tokens, {[int(length[language == l].sum()) for l in range(3)]} by language')


if __name__ == '__main__':
    main()
