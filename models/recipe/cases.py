#!/usr/bin/env python3
"""Draws completion cases from packages: a cursor in a real file, what stands around it, and what was written there.

usage: cases.py --root WORK/dev --out cases.jsonl          packages as folders LANGUAGE/PACKAGE/PATH
       cases.py --corpus WORK/corpus/train.jsonl --out …   packages as {"package", "language", "path", "text"} a line
       [--count typescript=400,javascript=300,python=300] [--share 1.0] [--seed 1] [--folder 1.0] [--workspace]

Writes one JSON object per line:
  id, language, repo (the package), path, commit (empty), line (from 1), is_test
  kind        line-end | mid-identifier | after-dot | new-line, evenly
  prefix      the file up to the cursor
  suffix      the file from the END of the cursor's line on (starts with a line break, or is empty)
  target      what stood between the two, without trailing blanks
  neighbours  up to 5 {path, content} of the same package: imported files first, then the same folder, then beside it. In that share
              of the cases that --folder says, behind them what else the folder has, as the editor reads it, and with --workspace
              files of the whole package that use the same names, as the model host reads them
The same seed gives the same cases. At most MAX_SHARE of a language's cases come from one package, three from a file (six
when a package runs short), one from a line, and no target twice in a package. Standard library only.
"""
import argparse, json, os, random, re
from collections import Counter, defaultdict
import scopes
from cursors import KINDS, MIN_TARGET, cursors

ENDINGS = {'typescript': ('.ts', '.tsx', '.mts', '.cts'), 'javascript': ('.js', '.jsx', '.mjs', '.cjs'), 'python': ('.py',)}
SCRIPT = ENDINGS['typescript'] + ENDINGS['javascript'] + ('.vue',)
MAX_SHARE = 1 / 11
MAX_FILE, MIN_LINES = 60_000, 30                    # characters, lines that are not blank
NEIGHBOURS, IMPORTED, MAX_NEIGHBOUR = 5, 3, 30_000  # files, of these imported ones at most, characters of each
SKIP = re.compile(r'\.d\.[mc]?ts$|(^|/)(\.?(eslintrc|prettierrc|stylelintrc)|(jest|babel|webpack|tailwind|postcss|next|vue|vite|rollup)\.config|gulpfile|Gruntfile|setup)\.[a-z]+$|/(locales?|i18n|fixtures?)/', re.I)
TEST = re.compile(r'(^|/)(tests?|__tests__|specs?|cypress|e2e)/|[._-](test|spec)\.[a-z]+$|(^|/)test_[^/]*\.py$', re.I)
IMPORT_SCRIPT = re.compile(r'(?:from|import|require)\s*\(?\s*[\'"]([^\'"\n]+)[\'"]')
IMPORT_PYTHON = re.compile(r'^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import[ \t]+\(?([\w, \t]*)|import[ \t]+([\w.]+))', re.M)


class Package:
    def __init__(self, name, texts):
        self.name, self.texts, self.names = name, texts, {}
        self.by_ending = defaultdict(list)           # 'deep/module' and 'module' -> paths, without extension and index
        for path in sorted(texts):
            parts = re.sub(r'(/index|/__init__)?\.[a-z]+$', '', '/' + path).strip('/').split('/')
            for length in range(1, min(6, len(parts)) + 1):
                self.by_ending['/'.join(parts[-length:])].append(path)

    def first(self, stem, endings):
        return next((stem + ending for ending in ('',) + endings if stem + ending in self.texts), None)

    def shortest(self, module, path, endings):
        found = [other for other in self.by_ending.get(module, ()) if other != path and other.endswith(endings)]
        return min(found, key=lambda other: (len(other), other), default=None)

    def imported(self, path):
        """Paths of the package's own files that the file imports, in the order of the imports."""
        text, here = self.texts[path], os.path.dirname(path)
        if path.endswith('.py'):
            for source, names, module in IMPORT_PYTHON.findall(text):
                dots = len(source) - len(source.lstrip('.'))
                modules = [f'{source.rstrip(".") if source.strip(".") else source}.{name.strip()}' for name in names.split(',') if name.strip()] + [source] if source else [module]
                for dotted in modules:
                    tail = dotted.strip('.').replace('.', '/')
                    if dots:
                        stem = os.path.normpath(os.path.join(here, *['..'] * (dots - 1), tail))
                        yield self.first(stem, ('.py', '/__init__.py'))
                    else:
                        yield self.shortest(tail, path, ENDINGS['python'])
        else:
            for source in IMPORT_SCRIPT.findall(text):
                stem = re.sub(r'\.[mc]?js$', '', source)
                if source.startswith('.'):
                    stem = os.path.normpath(os.path.join(here, stem))
                    yield self.first(os.path.normpath(os.path.join(here, source)), ()) or self.first(stem, SCRIPT + tuple('/index' + ending for ending in SCRIPT))
                elif '/' in source:
                    yield self.shortest(re.sub(r'^[@~][\w-]*/', '', stem), path, SCRIPT)

    def neighbours(self, path, random, folder=False):
        endings, here = ENDINGS['python'] if path.endswith('.py') else SCRIPT, os.path.dirname(path)
        worth = lambda other: other and other != path and other.endswith(endings) and len(self.texts[other].strip()) > 40
        chosen = list(dict.fromkeys(filter(worth, self.imported(path))))[:IMPORTED]
        for near in (lambda other: os.path.dirname(other) == here, lambda other: os.path.dirname(os.path.dirname(other)) == os.path.dirname(here)):
            more = [other for other in sorted(self.texts) if near(other) and worth(other) and other not in chosen]
            random.shuffle(more)
            chosen += more[:NEIGHBOURS - len(chosen)]
        return [{'path': other, 'content': self.texts[other][:MAX_NEIGHBOUR]} for other in chosen] + (self.beside(path, chosen) if folder else [])

    def beside(self, path, chosen):
        """What else the folder has, as the editor reads it."""
        here, file = os.path.split(path)
        names = [os.path.basename(other) for other in self.texts if os.path.dirname(other) == here]
        return self.read([os.path.join(here, name) for name in scopes.files_beside(file, names)], chosen, scopes.FOLDER)

    def alike(self, path, around, there):
        """Files that share rare names with the text around the cursor, as the model host reads them."""
        nearest = {other: self.names_of(other) for other in scopes.nearest_files(path, self.texts) if len(self.texts[other].encode()) <= scopes.LARGEST}
        return self.read(scopes.most_alike(scopes.names_of(around), nearest), there, scopes.WORKSPACE)

    def read(self, paths, there, room):
        """Those that still find room, but for what is there already."""
        found = []
        for other in paths:
            if other not in there and 0 < len(self.texts[other]) <= room and len(self.texts[other].encode()) <= scopes.LARGEST:
                room -= len(self.texts[other])
                found.append({'path': other, 'content': self.texts[other]})
        return found

    def names_of(self, path):
        if path not in self.names:
            self.names[path] = scopes.names_of(self.texts[path])
        return self.names[path]


def from_folders(root):
    """-> {language: [Package]}"""
    for language in sorted(os.listdir(root)):
        for name in sorted(os.listdir(os.path.join(root, language))) if language in ENDINGS else ():
            top, texts = os.path.join(root, language, name), {}
            for folder, _, files in os.walk(top):
                for file in files:
                    if file.endswith(SCRIPT + ENDINGS['python']):
                        path = os.path.join(folder, file)
                        with open(path, encoding='utf8', errors='replace', newline='') as stream:
                            texts[os.path.relpath(path, top)] = stream.read().replace('\r\n', '\n')
            yield language, Package(name, texts)


def from_corpus(file):
    texts = defaultdict(dict)
    with open(file, encoding='utf8') as stream:
        for row in map(json.loads, stream):
            texts[row['language'], row['package']][row['path']] = row['text'].replace('\r\n', '\n')
    for (language, name), files in sorted(texts.items()):
        yield language, Package(name, files)


def usable(package, language):
    """-> [(path, cursors by kind, weight)] of the files that cases can come from."""
    files = []
    for path, text in sorted(package.texts.items()):
        if path.endswith(ENDINGS[language]) and not SKIP.search('/' + path) and len(text) <= MAX_FILE and sum(1 for line in text.split('\n') if line.strip()) >= MIN_LINES:
            found = cursors(text, language == 'python')
            if found and any(found.values()):
                files.append((path, found, len(text) ** 0.5 * (0.3 if TEST.search(path) else 1)))
    return files


class Drawing:
    """Draws the cases of one language, package by package in turn, always of the kind that is furthest behind."""

    def __init__(self, language, packages, count, seed, folder, workspace):
        self.folder, self.workspace = folder, workspace
        self.language, self.random = language, random.Random(f'{seed} {language}')
        self.packages = [(package, usable(package, language)) for package in packages]
        self.per_kind, self.cap = count // len(KINDS), max(1, round(count * MAX_SHARE))
        self.kinds, self.by_package, self.by_file, self.seen = Counter(), Counter(), Counter(), set()

    def run(self):
        idle = 0
        while idle < 40 and any(self.kinds[kind] < self.per_kind for kind in KINDS):
            self.random.shuffle(self.packages)
            self.packages.sort(key=lambda pair: self.by_package[pair[0].name])
            drawn = 0
            for package, files in self.packages:
                if self.by_package[package.name] < self.cap and (case := self.draw(package, files, 3 if idle < 3 else 6)):
                    drawn += 1
                    yield case
            idle = 0 if drawn else idle + 1

    def draw(self, package, files, per_file):
        wanted = [kind for kind in KINDS if self.kinds[kind] < self.per_kind]
        self.random.shuffle(wanted)
        wanted.sort(key=lambda kind: (self.by_package[package.name, kind], self.kinds[kind]))
        for kind in wanted:
            fresh = [file for file in files if file[1][kind] and self.by_file[package.name, file[0]] < per_file]
            for _ in range(40 if fresh else 0):
                path, found, _weight = self.random.choices(fresh, [file[2] for file in fresh])[0]
                number = self.random.choice(sorted({place[0] for place in found[kind]}))    # a line first, then a place on it
                _, low, high, end = self.random.choice([place for place in found[kind] if place[0] == number])
                case = self.case(package, path, kind, number, self.random.randint(low, high), end)
                if case:
                    return case
        return None

    def case(self, package, path, kind, number, cursor, end):
        text = package.texts[path]
        target, line_end = text[cursor:end], text.find('\n', end)
        keys = {(package.name, path, number), (package.name, target)}
        if len(target) < MIN_TARGET or keys & self.seen:
            return None
        self.seen |= keys
        for counter, key in ((self.kinds, kind), (self.by_package, package.name), (self.by_package, (package.name, kind)), (self.by_file, (package.name, path))):
            counter[key] += 1
        folder = self.folder > 0 and random.Random(f'{path} {number}').random() < self.folder
        neighbours = package.neighbours(path, self.random, folder)
        if folder and self.workspace:
            neighbours += package.alike(path, text[max(0, cursor - scopes.BEFORE):cursor] + text[max(0, line_end):][:scopes.AFTER], {n['path'] for n in neighbours})
        return {'id': f'{self.language[:2]}-{self.kinds.total():05d}', 'language': self.language, 'repo': package.name, 'path': path, 'commit': '', 'line': number + 1,
                'is_test': bool(TEST.search(path)), 'kind': kind, 'prefix': text[:cursor], 'suffix': text[line_end:] if line_end >= 0 else '', 'target': target,
                'neighbours': neighbours}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--root')
    parser.add_argument('--corpus')
    parser.add_argument('--out', required=True)
    parser.add_argument('--count', default='typescript=400,javascript=300,python=300')
    parser.add_argument('--share', type=float, default=1.0, help='scales the counts')
    parser.add_argument('--seed', default='1')
    parser.add_argument('--folder', type=float, default=0.0, help='share of the cases that see their folder')
    parser.add_argument('--workspace', action='store_true', help='of those, they also see files of the whole package that are like theirs')
    a = parser.parse_args()
    packages = defaultdict(list)
    for language, package in from_folders(a.root) if a.root else from_corpus(a.corpus):
        packages[language].append(package)
    with open(a.out, 'w', encoding='utf8') as out:
        for language, count in (part.split('=') for part in a.count.split(',')):
            drawing = Drawing(language, packages[language], int(int(count) * a.share), a.seed, a.folder, a.workspace)
            for case in drawing.run():
                out.write(json.dumps(case, ensure_ascii=False) + '\n')
            print(language, drawing.kinds.total(), dict(drawing.kinds), f'from {len(packages[language])} packages', flush=True)


if __name__ == '__main__':
    main()
