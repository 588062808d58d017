"""Which files an engine sees besides the open ones: of the folder as extension/core/completion/folder-scope.ts chooses them, of the
workspace as workspace-scope.ts does. test/recipe/scopes.test.ts holds both sides together. Standard library only."""
import math, re
from collections import Counter

FOLDER_FILES, FOLDER = 40, 200_000                  # files, characters of all
NEAREST, WORKSPACE = 400, 100_000                   # files, characters of those that are read
BEFORE, AFTER = 6_000, 2_000                        # characters around the cursor whose names are looked for
LARGEST = 100_000                                   # bytes of one file
LEAST_NAME = 4                                      # characters
FAMILY = ('ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs')
GENERATED = re.compile(r'\.min\.[a-z]+$|\.d\.[cm]?ts$')
ENDING = re.compile(r'[^.]\.([^.]+)$')
# Letters of the engine's lexer (lexer.ts): beyond ASCII all but blanks, punctuation and symbols.
LETTERS = r'A-Za-z$_\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u167f\u1681-\u1fff\u200b-\u200d\u200e\u200f\u2c00-\u2fff\u3005-\u3007\u3021-\ufefe\uff00\uff10-\uff19\uff21-\U0010ffff'
NAME = re.compile(f'[{LETTERS}][{LETTERS}0-9]*')


def kind_of(name):
    """The same for files that are read alike; '' without an ending."""
    found = ENDING.search(name)
    ending = found[1].lower() if found else ''
    return FAMILY[0] if ending in FAMILY else ending


def alike(one, other):
    """Characters that both names begin with, and with which both end before their ending."""
    a, b = stem(one), stem(other)
    most, start, end = min(len(a), len(b)), 0, 0
    while start < most and a[start] == b[start]:
        start += 1
    while end < most - start and a[-1 - end] == b[-1 - end]:
        end += 1
    return start + end


def stem(name):
    dot = name.find('.', 1)
    return name if dot < 0 else name[:dot]


def of_kind(name, other):
    return kind_of(name) != '' and kind_of(other) == kind_of(name) and not GENERATED.search(other)


def files_beside(name, names):
    """Names of the folder's files that are read, the most alike first."""
    return sorted((o for o in names if o != name and of_kind(name, o)), key=lambda o: (-alike(name, o), o))[:FOLDER_FILES]


def nearest_files(path, paths):
    """Paths of its kind, those of near folders first; of one folder those with the most alike names."""
    *folders, file = path.split('/')

    def near(other):
        *there, name = other.split('/')
        shared = next((n for n, (a, b) in enumerate(zip(folders, there)) if a != b), min(len(folders), len(there)))
        return len(folders) + len(there) - 2 * shared, -alike(file, name), other

    return sorted((o for o in paths if o != path and of_kind(file, o.rsplit('/', 1)[-1])), key=near)[:NEAREST]


def names_of(text):
    """-> ([distinct names in their order], how many with those that repeat)"""
    names = [name for name in NAME.findall(text) if utf16(name) >= LEAST_NAME]
    return list(dict.fromkeys(names)), len(names)


def utf16(text):
    return len(text.encode('utf-16-le')) // 2


def most_alike(around, files):
    """Those that share most rare names with the text around the cursor first; else in their order.

    around ([name], int), files {path: ([name], int)} -> [path]
    """
    wanted = set(around[0])
    uses = Counter(name for distinct, _ in files.values() for name in distinct if name in wanted)

    def worth(path):
        distinct, total = files[path]
        return sum(math.log((len(files) + 1) / max(1, uses[name])) for name in distinct if name in wanted) / (1 + math.log(1 + total))

    return sorted(files, key=lambda path: -worth(path))
