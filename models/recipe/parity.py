#!/usr/bin/env python3
"""What Python says, as cases for the tests of the TypeScript side: tokens, prompts and a decoder that is small enough to be checked in.

usage: parity.py [--tokenizer ../completion/tokenizer.json] [--out ../../test/cases] [--only tokenizer|prompts|decoder]
writes  OUT/tokenizer.json     {"sha256" of the tokenizer, "cases": [{"text", "ids"}]}
        OUT/prompts.json       {"sha256", "telling" (one bit per token, hexadecimal), "cases": [{"path", "before", "after", "neighbours", "ids", "forced"}]}
        OUT/tiny-model/        model.onnx (float32), tokenizer.json, card.json: the shipped architecture with 80,000 parameters
        OUT/decoder.json       logits, greedy tokens and log-probabilities of whole lines of that model, from PyTorch

All text is this project's own or made up here. Run again, and commit the result, when the tokenizer, the prompt or the decoder changes.
"""
import argparse, hashlib, json, math, os, random, subprocess, tempfile
import numpy as np
import pack, prompts

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, '..', '..')
PREFIX_TOKENS, PREFIX_TOKENS_KEPT, MAX_HEALED_BYTES = 232, 176, 48          # as core/completion/prompt.ts

TEXTS = [
    '', 'a', ' ', '\n', '\t', '\r\n', '\n\n\n', ' \n ', '    \n    x', '\t\tx\n\ty', '  \t mixed', 'x  ', 'x\t', 'trailing \n', '\r', 'a\rb',
    'const', 'const ', 'const  ', 'constant', 'return', 'return ', 'return;', 'returns ', 'a return b', 'in', 'in ', 'inner ', 'not in list', 'async await ', 'as', ' as ', 'x as y',
    'if (a) {', 'if(a){', '} else {', 'else if ', 'for (const x of xs) {', 'export async function* gen<T extends object>(a?: T): AsyncGenerator<T> {}',
    'const a = b + c', 'a=b+c', 'a  =  b', 'f(x, y)', 'f( x , y )', 'obj?.prop ?? other', 'x ??= y', 'a && b || !c', 'x => x', '(a, b) => ({ a, b })', '...rest', '[...a, ...b]', '`t ${x} t`',
    "it's", '"q\\"q"', "'\\n'", '// comment', '/* c */', '/** @param x */', '# comment', '"""doc"""', "f'{x!r:>10}'", 'def f(self, *args, **kwargs) -> None:', 'class A(B, metaclass=M):',
    'lambda x: x', '@decorator', '__init__', '_private', '$dollar', '$', '_', 'a$b_c', 'camelCaseName', 'snake_case_name', 'SCREAMING_CASE', 'PascalCase', 'kebab-case', 'x1', '1x', '123', '12345', '1234567890',
    '0xFF', '1_000_000', '1.5e-10', '3.14', 'v1.2.3', '٣٤٥', '½', 'x²', '<div className="a">{b}</div>', '<A<B<C>>>', '</x>', '#!/usr/bin/env node', 'https://example.com/a?b=c&d=e#f', 'user@example.com',
    'é', 'e\u0301', 'naïve café', 'Größe', 'ñandú', 'строка', 'переменная = 1', 'ελληνικά', '变量', '変数名', '변수', '// 注释 comment', 'ภาษาไทย', 'हिन्दी', 'العربية', 'עברית', '😀', '👨‍👩‍👧', '🏳️‍🌈', 'a😀b', '"😀"', '🇩🇪', '𝒳 = 𝟙', '\u200b', 'a\u00a0b', '\u3000x', '\ufeffx', '\u2028', 'x\u0300\u0301\u0302', '\u0301', '\x00', '\x07', '\x1b[0m', '\x7f',
    'a' * 31, 'a' * 32, 'a' * 33, 'a' * 200, 'in' * 40, 'in ' * 20, ' ' * 16, ' ' * 63, ' ' * 64, ' ' * 65, ' ' * 300, 'x' + ' ' * 40, '\t' * 70, '=' * 16, '=' * 17, '=' * 100, '-' * 80, '9' * 50, '😀' * 20, '変' * 40, '()' * 30, '\n' * 40, '\r\n' * 10,
    'a\r\nb\r\n', 'if x:\r\n\treturn y\r\n', '<|end|', '<| end |>', 'x <| y |> z', '<|unknown|>',
]


def repository(*endings):
    """The project's own files as {path: text}."""
    names = subprocess.run(['git', 'ls-files', 'extension/core', 'extension/engines', 'models/recipe', 'test/workspace', 'test/vscode', 'esbuild.mjs'], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()
    texts = {n: open(os.path.join(ROOT, n), encoding='utf8', newline='').read() for n in names if n.endswith(endings) and os.path.exists(os.path.join(ROOT, n))}
    return {n: t for n, t in texts.items() if '<|' not in t}         # Python reads special tokens out of a text, the extension never does


def tokenizer_cases(tokenizer):
    draw, texts = random.Random(1), list(dict.fromkeys(TEXTS))
    for endings in (('.ts',), ('.mjs', '.js'), ('.py',)):
        files = repository(*endings)
        for _ in range(6):
            text = files[draw.choice(sorted(files))]
            a = draw.randrange(max(1, len(text) - 400))
            texts.append(text[a:a + draw.randrange(40, 400)])
    for _ in range(8):                                              # any characters at all but surrogates
        texts.append(''.join(chr(draw.choice([draw.randrange(32, 127), draw.randrange(160, 0x500), draw.randrange(0x3000, 0x9fff), draw.randrange(0x1f300, 0x1f6ff)])) for _ in range(40)))
    return [{'text': t, 'ids': tokenizer.encode(t).ids} for t in texts]


class Text:
    """Encodes as the prompt does."""

    def __init__(self, tokenizer):
        self.tokenizer = tokenizer
        self.special = {n: tokenizer.token_to_id(f'<|{n}|>') for n in ('path', 'near', 'suffix', 'prefix')}
        self.telling, self.newline = prompts.telling_tokens(tokenizer), tokenizer.encode('\n').ids[0]

    def ids(self, text):
        return self.tokenizer.encode(text).ids

    def healing(self, typed):
        """-> what is kept of the cursor's line, and what the continuation must start with (byte alphabet)"""
        pieces = self.tokenizer.pre_tokenizer.pre_tokenize_str(typed)
        if not typed.strip():
            return typed, ''
        forced, (a, _) = pieces[-1]
        complete_keyword = forced.endswith('Ġ') and forced[:-1].isascii() and forced[:-1].isalpha() and forced[:-1].islower()
        return (typed, '') if complete_keyword or len(forced) > MAX_HEALED_BYTES else (typed[:a], forced)

    def prompt(self, path, before, after, neighbours):
        """-> (ids, forced): the parts of prompts.example with every budget used, and the text before the cursor cut at a line."""
        *lines, typed = before.replace('\r', '').split('\n')
        kept, forced = self.healing(typed)
        line = self.ids(kept)
        chosen, fits = [], None
        for text in reversed(lines):
            ids = [*self.ids(text), self.newline]
            if len(line) + sum(map(len, chosen)) + len(ids) > PREFIX_TOKENS:
                break
            chosen.append(ids)
            if len(line) + sum(map(len, chosen)) <= PREFIX_TOKENS_KEPT:
                fits = len(chosen)
        if len(chosen) < len(lines) and fits:
            chosen = chosen[:fits]
        body = [i for ids in reversed(chosen) for i in ids]
        out = [self.special['path'], *self.ids(pack.header(path))[-prompts.HEADER_TOKENS:]]
        candidates = [np.asarray(self.ids(n.replace('\r', ''))[:6000], dtype=np.int64) for n in neighbours]
        near = prompts.near_window(np.asarray(body[-prompts.QUERY_TOKENS:], dtype=np.int64), candidates, self.telling, self.newline)
        suffix = self.ids(after.replace('\r', '').rstrip())[:prompts.SUFFIX_TOKENS]
        if len(near):
            out += [self.special['near'], *map(int, near)]
        if suffix:
            out += [self.special['suffix'], *suffix]
        return [*out, self.special['prefix'], *body, *line], forced


def prompt_cases(tokenizer):
    text, draw = Text(tokenizer), random.Random(2)
    made_up = [
        ('a.ts', '', '', []), ('a.ts', '', 'const a = 1\n', []), ('src/deep/er/path/x.py', 'import os\n', '', []), ('x.js', '\n\n\n', '\n\n', []), ('x.ts', 'const ', '', []), ('x.ts', 'retur', '\n}\n', []),
        ('x.ts', '    ', '\n', []), ('x.ts', 'foo(', ')\n', []), ('x.ts', 'a = b + ', '\n', []), ('x.ts', 'x' * 60, '', []), ('x.ts', 'say("😀', '")\n', []), ('x.ts', 'café.', '\nx\n', []),
        ('x.ts', 'const a = 1\r\nconst b = ', '\r\nconst c = 3\r\n', ['const b = a\r\nconst d = b\r\n']), ('länge/ünïcode.ts', 'größe = 変数.', '', []), ('/'.join(['segment_of_a_long_path'] * 12) + '.ts', 'x', '', []),
        ('x.py', 'if x:\n\treturn ', '\n\tpass\n', []), ('x.ts', 'line\n' * 400 + 'li', 'ne\n' * 300, ['line\nother line\n' * 200]), ('x.ts', ('word ' * 60 + '\n') * 5 + 'w', '', []),
    ]
    cases = [dict(zip(('path', 'before', 'after', 'neighbours'), m)) for m in made_up]
    for endings in (('.ts',), ('.ts',), ('.mjs', '.js'), ('.py',)):
        files = repository(*endings)
        for path in draw.sample([p for p in sorted(files) if len(files[p]) > 900 or endings != ('.ts',)], min(7, len([p for p in files if len(files[p]) > 900]))):
            content, cut = files[path], draw.randrange(200, len(files[path]))
            others = [files[o][:draw.randrange(600, 2400)] for o in sorted(files) if o != path and os.path.dirname(o) == os.path.dirname(path)]
            cases.append({'path': path, 'before': content[max(0, cut - draw.choice((800, 2600))):cut], 'after': content[cut:cut + draw.choice((60, 700))], 'neighbours': draw.sample(others, min(2, len(others)))})
    for c in cases:
        c['ids'], c['forced'] = text.prompt(c['path'], c['before'], c['after'], c['neighbours'])
    return cases


def toy_text(draw):
    """Lines that a tiny model can learn: names repeat, lines end."""
    names = draw.sample(['alpha', 'beta', 'gamma', 'delta', 'total', 'items', 'count', 'value'], 3)
    out = []
    for _ in range(10):
        a, b = draw.choice(names), draw.choice(names)
        out.append(draw.choice([f'const {a} = read({b})', f'{a}.push({b})', f'return {a}', f'if ({a}) {{', '}', f'  {a}.add({b})', f'{a} = {a} + {b}', f'for (const {a} of {b}) {{']))
    return '\n'.join(out) + '\n'


def tiny_model(out):
    """Trains for a minute on one core. -> (network, tokenizer)"""
    import torch
    import torch.nn.functional as F
    import export, model as M, tokenizer as T
    torch.manual_seed(1)
    torch.set_num_threads(1)
    draw = random.Random(3)
    tokenizer, trainer = T.build(T.PIECES, 400)
    tokenizer.train_from_iterator([toy_text(draw) * 3 for _ in range(60)] + list(repository('.ts').values())[:20], trainer)
    net = M.Decoder(M.Config(tokenizer.get_vocab_size(), 64, 2, 4, 1, 96, positions=640))
    optimizer = torch.optim.AdamW(net.parameters(), 3e-3, betas=(0.9, 0.95), weight_decay=0.0)
    text, steps = Text(tokenizer), 500
    for step in range(steps):
        rows = []
        for _ in range(8):
            body = text.ids(toy_text(draw))
            suffix = text.ids('\n' + toy_text(draw))[:draw.randrange(40)] if draw.random() < 0.6 else []
            rows.append(([text.special['path'], *text.ids('toy.ts\n'), *([text.special['suffix'], *suffix] if suffix else []), text.special['prefix'], *body] + [0] * 200)[:160])
        ids = torch.tensor(rows)
        for g in optimizer.param_groups:
            g['lr'] = 3e-3 * min(1.0, (step + 1) / 20, (steps - step) / 100)
        loss = net(ids, (ids != 0).float())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
    print(f'tiny model: {sum(p.numel() for p in net.parameters()):,} parameters, loss {loss.item():.3f}')
    with tempfile.TemporaryDirectory() as folder:
        M.save(net, folder, {})
        net, _ = M.load(folder)                                     # what bfloat16 leaves of the weights
    os.makedirs(out, exist_ok=True)
    import onnx
    onnx.save(export.build(net, 32, 640), os.path.join(out, 'model.onnx'))
    json.dump(json.loads(tokenizer.to_str()), open(os.path.join(out, 'tokenizer.json'), 'w', encoding='utf8'), ensure_ascii=False, separators=(',', ':'))
    c = net.config.hugging_face()
    card = {'name': 'shortline-tiny', 'prompt': 'path-near-suffix-prefix/1', 'languages': ['typescript'], 'maxLength': 640, 'layers': c['num_hidden_layers'], 'kvHeads': c['num_key_value_heads'], 'headSize': c['head_dim'],
            'vocabulary': c['vocab_size'], 'mixture': [0, 0.1, 0.2, 0.3], 'sha256': {n: hashlib.sha256(open(os.path.join(out, n), 'rb').read()).hexdigest() for n in ('model.onnx', 'tokenizer.json')},
            'limits': 'Knows eight names and eight kinds of lines: for tests only.'}
    json.dump(card, open(os.path.join(out, 'card.json'), 'w'), separators=(',', ':'))
    return net.eval(), tokenizer


def decoder_cases(net, tokenizer):
    import torch
    text, draw = Text(tokenizer), random.Random(4)

    @torch.no_grad()
    def logits(ids):
        return (net.model(torch.tensor([ids]))[0] @ net.model.embed_tokens.weight.T).double()

    cases = []
    for k in range(6):
        lines = toy_text(draw).split('\n')
        before = '\n'.join(lines[:2 + k]) + '\n' + lines[2 + k][:draw.randrange(1, 5)]
        ids, _ = text.prompt('toy.ts', before, '\n' + '\n'.join(lines[4 + k:]), [])
        rows = logits(ids)
        greedy = list(ids)
        for _ in range(16):
            greedy.append(int(logits(greedy)[-1].argmax()))
        scored = []
        for line in ['alpha.push(beta)', 'alpha.push(gamma)', 'return total', ')', 'alpha']:
            tail = text.ids(line)
            p = logits([*ids, *tail]).log_softmax(-1)
            ends = p[-1, [text.newline, tokenizer.token_to_id('<|end|>')]].exp().sum().log()
            scored.append({'ids': tail, 'logProbabilities': [round(float(p[len(ids) - 1 + i, t]), 5) for i, t in enumerate(tail)], 'end': round(float(ends), 5)})
        cases.append({'prompt': ids, 'logits': [round(float(x), 4) for x in rows[-1]], 'logSumExp': round(float(rows[-1].logsumexp(-1)), 4), 'greedy': greedy[len(ids):], 'lines': scored})
    return cases


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--tokenizer', default=os.path.join(HERE, '..', 'completion', 'tokenizer.json'))
    ap.add_argument('--out', default=os.path.join(ROOT, 'test', 'cases'))
    ap.add_argument('--only', choices=('tokenizer', 'prompts', 'decoder'))
    a = ap.parse_args()
    from tokenizers import Tokenizer
    os.makedirs(a.out, exist_ok=True)
    tokenizer = Tokenizer.from_file(a.tokenizer)
    sha256 = hashlib.sha256(open(a.tokenizer, 'rb').read()).hexdigest()

    def write(name, value, **extra):
        with open(os.path.join(a.out, name), 'w', encoding='utf8') as f:
            head = '' if isinstance(value, list) else f'"sha256":"{sha256}",\n'
            cases = value if isinstance(value, list) else value['cases']
            f.write('{' + head + ''.join(f'"{k}":{json.dumps(v)},\n' for k, v in extra.items()) + '"cases":[\n' + ',\n'.join(json.dumps(c, ensure_ascii=False, separators=(',', ':')) for c in cases) + '\n]}\n')
        print(f'{name}: {len(cases)} cases, {os.path.getsize(os.path.join(a.out, name)) / 1e3:.0f} kB')

    if a.only in (None, 'tokenizer'):
        write('tokenizer.json', {'cases': tokenizer_cases(tokenizer)})
    if a.only in (None, 'prompts'):
        write('prompts.json', {'cases': prompt_cases(tokenizer)}, telling=np.packbits(prompts.telling_tokens(tokenizer)).tobytes().hex())
    if a.only in (None, 'decoder'):
        write('decoder.json', decoder_cases(*tiny_model(os.path.join(a.out, 'tiny-model'))))


if __name__ == '__main__':
    main()
