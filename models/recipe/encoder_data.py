"""Requests as JSON lines {"text", "label", "context"?, "acceptable"? or "accept"? (others beside the label)}: reading them, and how one is varied each time it is seen."""
import json, random, re

LANGUAGES = ['typescript'] * 4 + ['javascript'] * 2 + ['typescriptreact'] * 2 + ['python'] * 4 + ['java', 'go', 'rust', 'csharp', 'cpp', 'php', 'html', 'css', 'json', 'markdown', 'yaml', 'plaintext']
OPENINGS = ['please ', 'pls ', 'hi, ', 'hey, ', 'hello! ', 'ok, ', 'so, ', 'quick one: ', '/ask ', 'now ', 'Please: ']
CLOSINGS = [' please', ' pls', ' thanks', ' thx', ' asap', ', thank you', ' now', ' :)', '...']
BACKGROUND = [                      # what people tell before they ask; not put before what is out of scope
    "I'm working on a checkout page.", 'We use TypeScript and React.', 'This is for a school project.', 'I inherited this code base.', 'Our backend is written in Go.', "I'm new to this.", 'My deadline is tomorrow.', 'We are on Python 3.12.',
    'The app is a booking system for hotels.', 'I have a small game with a few enemies.', "It's an internal tool for our warehouse.", 'I tried for two hours.', 'Context: a mobile app with an offline mode.', 'We migrated from Java last year.',
    'There are about forty components.', 'The data comes from a csv file.', "I'm on Windows 11.", 'I use a Mac.', 'Working with Django here.', 'This runs on a Raspberry Pi.', 'Users have been complaining.', 'My reviewer had a remark.', 'Not a native speaker, sorry.',
    'One more thing.', 'Back again.', 'Ok so this is about the parser.', 'Regarding the invoice module:', 'For the shopping cart:', 'In my thesis I simulate traffic.', 'We have a monorepo with three packages.', 'Ich bin neu im Team.', 'Je débute.', 'Soy principiante.',
]
SNIPPETS = [
    'const total = items.reduce((a, b) => a + b.price, 0)', 'function greet(name) { return `Hi ${name}` }', 'export const sum = (xs: number[]) => xs.reduce((a, b) => a + b, 0)', 'def area(r):\n    return 3.14 * r * r', 'for i in range(len(xs)):\n    print(xs[i])',
    'with open(path) as f:\n    rows = f.readlines()', 'if (user != null && user.isActive) { send(user) }', 'public int size() { return items.size(); }', 'try { load(); } catch (Exception e) { }', 'func Max(a, b int) int { if a > b { return a }; return b }',
    'let v: Vec<i32> = xs.iter().map(|x| x * 2).collect();', 'SELECT id, name FROM users WHERE active = 1', 'var name = document.getElementById("name").value', 'useEffect(() => { fetchUser(id).then(setUser) }, [id])', 'await Promise.all(ids.map(id => save(id)))',
    '<div class="card"><h2>{{ title }}</h2></div>', '.card { display: flex; padding: 8px }', 'int *p = malloc(n * sizeof(int));', 'std::vector<int> v(10); v[10] = 1;', 'class Dog extends Animal { bark() { console.log("woof") } }', 'private readonly cache = new Map<string, User>()',
    'df.groupby("city")["price"].mean()', 'lambda x: x ** 2', 'return a.localeCompare(b)', 'app.get("/users/:id", async (req, res) => { res.json(await find(req.params.id)) })', 'while (true) { tick(); sleep(10); }',
]
WITH_CODE = {'explain', 'fix', 'tests', 'docs', 'edit'}
ANYWHERE = {'search', 'editor', 'terminal', 'scaffold', 'general', 'out-of-scope'}   # asked inline as well, if rarely


def read(path):
    """-> list of {"text", "label", "context", "acceptable"}; a line that is not like that is named"""
    out = []
    with open(path, encoding='utf8') as f:
        for number, line in enumerate(f, 1):
            if line.strip():
                try:
                    d = json.loads(line)
                    out.append({'text': str(d['text']), 'label': str(d['label']), 'context': d.get('context') or {}, 'acceptable': d.get('acceptable') or [str(d['label']), *d.get('accept', [])]})
                except (ValueError, KeyError, TypeError) as e:
                    raise SystemExit(f'{path}:{number}: expected {{"text", "label"}}: {e!r}')
    return out


def pinned(requests):
    """-> texts that have several labels: there the context decides, so it is never changed"""
    labels = {}
    for r in requests:
        labels.setdefault(r['text'].lower(), set()).add(r['label'])
    return {t for t, seen in labels.items() if len(seen) > 1}


def typing(text, draw):
    """A slip of the fingers in one word."""
    words = [m for m in re.finditer(r'[A-Za-z]{4,}', text)]
    if not words:
        return text
    m = draw.choice(words)
    w, i = m[0], draw.randrange(1, len(m[0]) - 1)
    w = draw.choice([w[:i] + w[i + 1] + w[i] + w[i + 2:], w[:i] + w[i + 1:], w[:i] + w[i] + w[i:]])
    return text[:m.start()] + w + text[m.end():]


def surround(text, label, draw):
    """Background before the request or the code behind it, as in a message to a colleague; or a word gets lost."""
    r, words = draw.random(), text.split(' ')
    if r < 0.07 and label != 'out-of-scope' and len(words) > 2:
        return f'{draw.choice(BACKGROUND)} {text}'
    if r < 0.13 and label in WITH_CODE and '\n' not in text:
        code = draw.choice(SNIPPETS)
        return draw.choice([f'{text}\n{code}', f'{text}\n```\n{code}\n```', f'{code}\n\n{text}', f'{text}: {code}'])
    if r < 0.2 and len(words) > 4:
        del words[draw.randrange(len(words))]
        return ' '.join(words)
    return text


def vary_text(text, label, draw):
    r = draw.random()
    if r < 0.25:
        text = text[:1].upper() + text[1:]
    elif r < 0.4:
        text = text.lower()
    r = draw.random()
    if r < 0.2 and len(text) < 200 and '\n' not in text:
        text = text.rstrip('.?!') + draw.choice(['', '', '.', '?', '!', ' ?', '??'])
    if draw.random() < 0.1 and len(text) > 5:
        text = draw.choice(OPENINGS) + text
    elif draw.random() < 0.07 and len(text) > 5:
        text = text.rstrip('.?!') + draw.choice(CLOSINGS)
    return surround(typing(text, draw) if draw.random() < 0.12 else text, label, draw)


def vary_context(context, label, draw):
    """Fields get lost, and what is shown does not always fit what is asked: the words shall count most."""
    if draw.random() < 0.25:
        return {}
    c = dict(context)
    if label in ANYWHERE and draw.random() < 0.15:
        c = {'location': 'inline', 'selection': draw.random() < 0.5, 'blankLine': draw.random() < 0.2}
    elif c.get('selection') and draw.random() < 0.15:
        c['location'] = 'panel'
    elif c.get('location') == 'panel' and draw.random() < 0.3:
        c['selection'] = draw.random() < 0.35
    if 'language' not in c and draw.random() < 0.5:
        c['language'] = draw.choice(LANGUAGES)
    if 'diagnostics' not in c and draw.random() < (0.12 if c.get('location') == 'inline' else 0.03):
        c['diagnostics'] = 1
    return {k: v for k, v in c.items() if draw.random() > 0.1}


class Variations:
    """What the classifier is shown of a request, anew for each epoch."""

    def __init__(self, requests, seed, contexts):
        self.fixed, self.draw, self.contexts = pinned(requests), random.Random(seed), contexts

    def __call__(self, r):
        """-> (text, context)"""
        if r['text'].lower() in self.fixed:
            return r['text'], r['context']
        context = vary_context(r['context'], r['label'], self.draw) if self.contexts else r['context']
        return vary_text(r['text'], r['label'] if self.contexts else 'out-of-scope', self.draw), context
