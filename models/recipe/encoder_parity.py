#!/usr/bin/env python3
"""What Python says of texts, as cases for the tests of the TypeScript side.

usage: encoder_parity.py CHECKPOINT [--model ../encoder] [--out ../../test/cases/encoder.json]
writes {"sha256" of model.onnx, "labels": [{"text", "repeat"?, "context"?, "ids", "p"}], "embeddings": [{"text", "ids", "embedding"}]}
A text stands `repeat` times. ids: tokens of the template's output (labels) or of the text alone (embeddings). p: calibrated
probabilities from the shipped 8-bit graph, in the order of the card's labels; embedding: from the float32 checkpoint, so that the
cosine shows what 8 bits cost.
"""
import argparse, hashlib, json, os
import torch
import encoder_model as M
import encoder_score as score
from encoder_calibrate import run_graph, session

HERE = os.path.dirname(os.path.abspath(__file__))
INLINE = {'location': 'inline', 'selection': True, 'language': 'typescript', 'blankLine': False, 'diagnostics': 0}
PANEL = {'location': 'panel'}
PLAIN = [
    '', ' ', '\n', 'a', '?', '...', '😀', '👨‍👩‍👧 fix', '\x00', 'fix\x00this', '\x07bell', '\ufeffexplain', 'a\u200bb', 'a\u00a0b', '\u2028', 'e\u0301tat', 'ÉTAT', 'naïve café', 'İstanbul', 'ß', 'Größe ändern', 'ﬁx', '𝒳 = 𝟙',
    '解释一下这段代码', 'このコードを説明してください', '이 코드 설명해줘', 'اشرح لي هذا الكود', 'यह कोड क्या करता है', 'что делает этот код', 'ภาษาไทย', 'giải thích đoạn code này', 'kahve <3',
    'explain this', 'null check pls', 'where is the retry logic', 'undo last commit but keep changes', 'turn on word wrap', 'new react app with vite', 'what is a closure', 'tell me a joke', 'add jsdoc', 'write tests for parseQuery()',
    'TypeError: Cannot read properties of undefined (reading \'map\')', 'const x = [1,2,3].map(n => n*2) // double', 'foo_bar.bazQux(a1, b2)->c', '`git rev-parse --show-toplevel`', 'a-b_c.d/e\\f', "don't, it's o'clock", '[CLS] [SEP] [MASK] [PAD]', '[mask]',
    'line one\nline two\r\nline three\ttab', 'x' * 99, 'x' * 101, 'x' * 300, 'supercalifragilistic' * 4, '1234567890' * 5, '0xDEADBEEF 1e-9 3.14', '!!!???', '-' * 80, 'Ⅷ ½ ²', '🇩🇪🏳️‍🌈', 'mixed 漢字 and かな and 한글', 'word ' * 119, 'word ' * 121,
]
REPEATED = [('fix this please ', 60), ('日本語 ', 300), ('😀', 650), ('no end in sight\n', 5000), ('\x00', 1000)]
CODE = [
    'export function clamp(x: number, low: number, high: number): number {\n  return Math.min(high, Math.max(low, x))\n}', 'def read_lines(path):\n    with open(path) as f:\n        return [line.rstrip() for line in f]', 'src/retry.ts withRetry\nasync function withRetry(run, times) {\nfor (;;) try { return await run() } catch (e) { if (--times <= 0) throw e }\n}',
    'SELECT name, COUNT(*) FROM users GROUP BY name HAVING COUNT(*) > 1', 'limits a number to a range', 'where do we retry failed requests', '', '😀', '変数 = 1', 'x ' * 400,
]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('checkpoint')
    ap.add_argument('--model', default=os.path.join(HERE, '..', 'encoder'))
    ap.add_argument('--out', default=os.path.join(HERE, '..', '..', 'test', 'cases', 'encoder.json'))
    a = ap.parse_args()
    card, path = json.load(open(os.path.join(a.model, 'card.json'), encoding='utf8')), os.path.join(a.model, 'model.onnx')
    tokenizer, graph, net = M.load_tokenizer(), session(path), M.load(a.checkpoint)[0]
    contexts = [{}, PANEL, INLINE, {'selection': False, 'blankLine': True, 'diagnostics': 2}, {'language': 'python', 'diagnostics': 0}]
    cases = [{'text': t, 'context': contexts[i % len(contexts)]} for i, t in enumerate(PLAIN)] + [{'text': t, 'repeat': n} for t, n in REPEATED]
    rows = M.encode(tokenizer, [M.template(c['text'] * c.get('repeat', 1), c.get('context')) for c in cases], card['maxLength'])
    p = score.softmax(run_graph(graph, rows)[0], card['temperature'])
    for c, ids, q in zip(cases, rows, p):
        c |= {'ids': ids, 'p': [round(float(x), 5) for x in q]}
    codes = M.encode(tokenizer, CODE, card['maxLengthEmbedding'])
    with torch.no_grad():
        exact = torch.cat([net(*M.pad([r]))[1] for r in codes])
        certain = torch.cat([net(*M.pad([r]))[0] for r in rows])
    cosines = (torch.tensor(run_graph(graph, codes)[1]) * exact).sum(-1)
    same = (certain.argmax(-1).numpy() == p.argmax(-1)).mean()
    embeddings = [{'text': t, 'ids': ids, 'embedding': [round(float(x), 5) for x in v]} for t, ids, v in zip(CODE, codes, exact)]
    with open(a.out, 'w', encoding='utf8') as f:
        lines = [f'"{k}":[\n' + ',\n'.join(json.dumps(c, ensure_ascii=True, separators=(',', ':')) for c in v) + '\n]' for k, v in (('labels', cases), ('embeddings', embeddings))]
        f.write('{"sha256":"' + hashlib.sha256(open(path, 'rb').read()).hexdigest() + '",\n' + ',\n'.join(lines) + '}\n')
    print(f'{len(cases)} texts, label as in float32 {same:.3f}; cosine to float32 of {len(CODE)} texts: least {cosines.min():.4f}, mean {cosines.mean():.4f}; {os.path.getsize(a.out) / 1e3:.0f} kB')


if __name__ == '__main__':
    main()
