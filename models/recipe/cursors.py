"""Where in a source file a completion can be asked: tokens, lines worth asking about, cursor positions. No file access.

Used by cases.py. The scanner is light: it knows strings, comments and template text well enough to keep cursors out of them.
"""
import bisect, re
from collections import defaultdict

KINDS = ('line-end', 'mid-identifier', 'after-dot', 'new-line')
MIN_TARGET, MAX_TARGET = 4, 160          # characters between the cursor and the end of its line
MIN_LINE = 8                             # … of a line asked for from its start
MIN_TYPED = 8                            # characters before a cursor that stands in front of any token
MAX_QUOTED = 40                          # characters of one string that the target may hold: text can't be guessed
HEADER_LINES = 5                         # licence, shebang, first imports

NAME = r'[A-Za-z_$\u00c0-\uffff][\w$\u00c0-\uffff]*'
NUMBER = r'0[xXbBoO][\da-fA-F_]+n?|(?:\d[\d_]*\.?[\d_]*|\.\d+)(?:[eE][+-]?\d+)?[nj]?'
OPERATOR = r'>>>=|===|!==|\*\*=|<<=|>>=|>>>|\.\.\.|\?\?=|\|\|=|&&=|=>|\?\.|\?\?|&&|\|\||\+\+|--|[-+*/%|&^!=<>:]=|\*\*|->|<<|>>|\S'
QUOTED = r'"(?:\\[\s\S]|[^"\\\n])*"?|\'(?:\\[\s\S]|[^\'\\\n])*\'?'
PYTHON = re.compile(rf'(?P<comment>#[^\n]*)|(?P<string>[rRbBfFuU]{{0,2}}(?:"""(?:\\[\s\S]|(?!""")[^\\])*(?:"""|\Z)|\'\'\'(?:\\[\s\S]|(?!\'\'\')[^\\])*(?:\'\'\'|\Z)|{QUOTED}))|(?P<number>{NUMBER})|(?P<name>{NAME})|(?P<operator>//|{OPERATOR})')
SCRIPT = re.compile(rf'(?P<comment>//[^\n]*|/\*[\s\S]*?(?:\*/|\Z))|(?P<string>{QUOTED})|(?P<template>`)|(?P<slash>/(?:\\[^\n]|\[(?:\\[^\n]|[^\]\\\n])*\]|[^/\\\[\n])+/[A-Za-z]*)|(?P<number>{NUMBER})|(?P<name>{NAME})|(?P<operator>{OPERATOR})')
BEFORE_REGEX = {'return', 'typeof', 'case', 'in', 'of', 'delete', 'void', 'throw', 'new', 'else', 'do', 'await', 'yield'}


def template_end(text, start):
    """Offset behind the template literal that opens at `start`; `${…}` may hold further backticks."""
    depth, at = 0, start + 1
    while at < len(text):
        if text[at] == '\\':
            at += 1
        elif depth == 0 and text[at] == '`':
            return at + 1
        elif text.startswith('${', at):
            depth += 1
            at += 1
        elif depth and text[at] == '}':
            depth -= 1
        at += 1
    return len(text)


def scan(text, python):
    """-> [(kind, start, end)], kind one of comment, string, number, name, operator."""
    tokens, at, value_before = [], 0, False
    pattern = PYTHON if python else SCRIPT
    while match := pattern.search(text, at):
        kind, start, at = match.lastgroup, match.start(), match.end()
        if kind == 'template':
            kind, at = 'string', template_end(text, start)
        elif kind == 'slash':
            # A slash after a value divides; anywhere else it opens a regular expression.
            kind, at = ('operator', start + 1) if value_before else ('string', at)
        tokens.append((kind, start, at))
        if kind != 'comment':
            value_before = kind in ('string', 'number') or (text[start:at] not in BEFORE_REGEX if kind == 'name' else text[start:at] in (')', ']', '}'))
    return tokens


def import_lines(lines, python):
    """Numbers of the lines that belong to an import or a re-export: they follow from what stands below them."""
    found, open_until = set(), None
    for number, line in enumerate(lines):
        text = line.strip()
        if open_until:
            found.add(number)
            if open_until.search(line):
                open_until = None
        elif python and re.match(r'from\s+\S+\s+import\b|import\s+\w', text):
            found.add(number)
            if '(' in text and ')' not in text:
                open_until = re.compile(r'\)')
            elif text.endswith('\\'):
                open_until = re.compile(r'[^\\]\s*$')
        elif not python and (re.match(r'import\b(?!\s*[.(])|export\s+(?:\*|type\s*\{|\{)', text) or re.search(r'\brequire\s*\(', text)):
            found.add(number)
            if not re.search('[\'"]', text) and re.match(r'(?:import|export)\b', text) and not (text.startswith('export') and '}' in text):
                open_until = re.compile(r'[\'"]|^\s*\};?\s*$')
    return found


def cursors(text, python):
    """-> {kind: [(line number from 0, first offset, last offset, end of the line)]}, None for a file of mostly strings.
    Any offset from the first to the last one is a cursor; only mid-identifier has more than one."""
    tokens = scan(text, python)
    if sum(end - start for kind, start, end in tokens if kind == 'string') > len(text) / 2:
        return None
    lines = text.split('\n')
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    on_line, closed = defaultdict(list), import_lines(lines, python) | set(range(HEADER_LINES))
    for token in tokens:
        kind, start, end = token
        first, last = bisect.bisect_right(starts, start) - 1, bisect.bisect_right(starts, max(start, end - 1)) - 1
        if kind == 'comment' or last > first:
            closed.update(range(first, last + 1))
        on_line[first].append(token)
    found = {kind: [] for kind in KINDS}
    for number, line in enumerate(lines):
        row = on_line[number]
        if number in closed or not row:
            continue
        first, end = row[0][1], starts[number] + len(line.rstrip())
        if is_code(text[first:end]):
            for kind, low, high in line_cursors(text, row, end):
                found[kind].append((number, low, high, end))
    return found


def is_code(body):
    """Not a lone bracket, not prose between tags, not a line nobody would type."""
    if len(body) > MAX_TARGET or not re.search('[A-Za-z]', body):
        return False
    return bool(re.search(r'[(){}\[\]=<>.:;,]', body) or re.match(r'(?:return|break|continue|pass|else|try|raise|yield|await|throw)\b', body))


def line_cursors(text, row, end):
    """-> (kind, first offset, last offset) for each place on a line with the tokens `row`."""
    first = row[0][1]

    def fair(cursor, least=MIN_TARGET):
        target = text[cursor:end]
        quoted = any(kind == 'string' and stop > cursor and stop - max(start, cursor) > MAX_QUOTED for kind, start, stop in row)
        return least <= len(target) <= MAX_TARGET and re.search('[A-Za-z0-9]', target) and not quoted

    if fair(first, MIN_LINE):
        yield 'new-line', first, first
    for (kind, start, stop), following in zip(row, row[1:] + [None]):
        typed = start - first
        if (typed == 0 or typed >= MIN_TYPED) and fair(start):
            yield 'line-end', start, start
        if kind == 'name' and stop - start >= 5 and fair(start + 2):
            yield 'mid-identifier', start + 2, stop - 2
        if text[start:stop] in ('.', '?.') and following and following[0] == 'name' and following[1] == stop and typed >= 2 and fair(stop):
            yield 'after-dot', stop, stop
