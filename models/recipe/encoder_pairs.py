#!/usr/bin/env python3
"""Encoder stage 1: pairs of a doc comment's first sentence and its function without the comment, from the completion model's corpus.

usage: encoder_pairs.py [--work ../.work]
reads   WORK/corpus/{train,dev}.jsonl (packages of the two never meet)
writes  WORK/encoder/pairs-{train,dev}.jsonl  {"package", "path", "name", "query", "code"}

The code has the form in which the extension embeds a chunk (core/retrieval/passage.ts): path and name on the first line, then
lines without indentation and blank lines.
"""
import argparse, ast, collections, json, os, random, re, warnings

CHARACTERS = 1000                   # of code; what the encoder reads of it in training is shorter
PER_PACKAGE = {'train': 420, 'dev': 10**9}
COMMENT = re.compile(r'/\*\*((?:[^*]|\*(?!/))*)\*/\s*\n(?=[ \t]*(?!/\*\*|import |export \* ))')
HEAD = re.compile(r'(?:export |default |declare |public |private |protected |static |readonly |override |async |abstract |get |set )*'
                  r'(?:function\s*\*?\s*(?P<f>[\w$]+)|(?:const|let|var)\s+(?P<v>[\w$]+)[^=;\n]*=\s*(?:async\s*)?(?:function|\(|[\w$]+\s*=>|<)|'
                  r'(?:[\w$]+\.)*(?P<a>[\w$]+)\s*[:=]\s*(?:async\s*)?function|\*?(?P<m>[\w$#]+)\s*(?:<[^>()]*>)?\()')
NOT_NAMES = {'if', 'for', 'while', 'switch', 'return', 'catch', 'new', 'describe', 'it', 'test', 'super', 'require'}
CLASS = re.compile(r'^(?:export |default |abstract |declare )*class\s+([\w$]+)', re.M)


def first_sentence(comment):
    """-> the sentence, or '' when it asks for nothing"""
    lines = []
    for line in comment.split('\n'):
        line = line.strip().removeprefix('*').strip()
        if line.startswith('@') or line.startswith(':') or (not line and lines):
            break
        if line:
            lines.append(line)
    text = re.sub(r'\{@\w+\s+([^}|]+)[^}]*\}|``?([^`]*)`?`', lambda m: m[1] or m[2] or '', re.sub(r'<[^>]+>', '', ' '.join(lines)))
    text = re.split(r'(?<=[a-z0-9)\]])[.:](?:\s|$)', text + ' ')[0].strip()
    words = text.split()
    tells = 4 <= len(words) <= 40 and len({w.lower() for w in words if len(w) > 3}) >= 3 and text.isascii() and len(text) < 220
    return text if tells and not re.match(r'(?i)(copyright|licen[cs]e|eslint|todo|internal|deprecated|see |https?:|inheritdoc|@)', text) else ''


def body_end(text, start):
    """End of the function whose head begins at `start`, or -1: the brace that closes its first one outside of parentheses."""
    depth, round_depth, i = 0, 0, start
    while i < len(text) and i - start < 12000:
        c = text[i]
        if c in '"\'`':
            close = text.find(c, i + 1)
            while close > 0 and text[close - 1] == '\\':
                close = text.find(c, close + 1)
            if close < 0:
                return -1
            i = close
        elif text.startswith('//', i):
            i = text.find('\n', i)
            if i < 0:
                return -1
        elif c == '(':
            round_depth += 1
        elif c == ')':
            round_depth -= 1
        elif c == '{' and round_depth == 0:
            depth += 1
        elif c == '}' and round_depth == 0:
            depth -= 1
            if depth <= 0:
                return i + 1
        elif c == ';' and depth == 0 and round_depth == 0:
            return i + 1
        i += 1
    return -1


def script_pairs(text):
    """-> (name, class or '', sentence, code)"""
    for m in COMMENT.finditer(text):
        query = first_sentence(m[1])
        start = m.end() + len(text[m.end():m.end() + 200]) - len(text[m.end():m.end() + 200].lstrip())
        head = HEAD.match(text, start) if query else None
        name = head and next(g for g in head.groups() if g)
        if not name or name in NOT_NAMES:
            continue
        end = body_end(text, start)
        code = text[start:end]
        if end > 0 and code.count('\n') >= 2:
            owner = ''
            if head['m']:
                for c in CLASS.finditer(text, 0, start):
                    owner = c[1]
            yield name, owner, query, code


def python_pairs(text):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter('ignore')
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return
    lines = text.split('\n')

    def walk(node, owner):
        for n in ast.iter_child_nodes(node):
            if isinstance(n, ast.ClassDef):
                yield from walk(n, n.name)
            elif isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef)):
                query = first_sentence(ast.get_docstring(n) or '')
                doc = n.body[0]
                first = min([n.lineno, *(d.lineno for d in n.decorator_list)])
                code = '\n'.join(lines[first - 1:doc.lineno - 1] + lines[doc.end_lineno:n.end_lineno])
                if query and code.count('\n') >= 2 and len(n.body) > 1:
                    yield n.name, owner, query, code

    yield from walk(tree, '')


def passage(path, name, code):
    lines = (line.strip() for line in code.split('\n'))
    return f'{path} {name}\n' + '\n'.join(line for line in lines if line)[:CHARACTERS]


def collect(path, most):
    packages, seen = collections.defaultdict(list), set()
    for line in open(path, encoding='utf8'):
        d = json.loads(line)
        for name, owner, query, code in (python_pairs if d['language'] == 'python' else script_pairs)(d['text'].replace('\r', '')):
            key = query.lower()
            if key not in seen:
                seen.add(key)
                full = f'{owner}.{name}' if owner else name
                packages[d['package']].append({'package': d['package'], 'language': d['language'], 'path': d['path'], 'name': full, 'query': query, 'code': passage(d['path'], full, code)})
    draw = random.Random(5)
    return [x for name in sorted(packages) for x in (draw.sample(packages[name], most) if len(packages[name]) > most else packages[name])]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--work', default=os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '.work'))
    ap.add_argument('--out', help='WORK/encoder')
    a = ap.parse_args()
    out = a.out or os.path.join(a.work, 'encoder')
    os.makedirs(out, exist_ok=True)
    for split in ('train', 'dev'):
        pairs = collect(os.path.join(a.work, 'corpus', f'{split}.jsonl'), PER_PACKAGE[split])
        with open(os.path.join(out, f'pairs-{split}.jsonl'), 'w', encoding='utf8') as f:
            f.writelines(json.dumps(p, ensure_ascii=False) + '\n' for p in pairs)
        print(split, len(pairs), 'pairs', dict(collections.Counter(p['language'] for p in pairs)), len({p['package'] for p in pairs}), 'packages')


if __name__ == '__main__':
    main()
