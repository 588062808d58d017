#!/usr/bin/env python3
"""Stage 8: put a model folder together: graph, tokenizer and card.

usage: ship.py CHECKPOINT [--bits 8] [--out ../completion] [--mixture WORK/mixture.json] [--judge WORK/judge.json] [--work ../.work]
The card names the prompt format, shapes, the live n-gram's share, the fitted rankers, what it was trained on, and the SHA-256 of
the files beside it: the extension refuses a folder that does not fit together.
"""
import argparse, hashlib, json, os, subprocess, sys

LANGUAGES = ['typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'python']


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('checkpoint')
    ap.add_argument('--bits', type=int, default=8)
    ap.add_argument('--out', default=os.path.join(here, '..', 'completion'))
    ap.add_argument('--work', default=os.path.join(here, '..', '.work'))
    ap.add_argument('--mixture', help="fitted share of the live n-gram (mixture.py); without it the model is alone")
    ap.add_argument('--judge', help='fitted rankers (rank.py); without it the card has none')
    a = ap.parse_args()
    os.makedirs(a.out, exist_ok=True)
    graph, tokenizer = os.path.join(a.out, 'model.onnx'), os.path.join(a.out, 'tokenizer.json')
    subprocess.run([sys.executable, os.path.join(here, 'export.py'), a.checkpoint, graph, '--bits', str(a.bits)], check=True)
    json.dump(json.load(open(os.path.join(a.work, 'tokenizer', 'tokenizer.json'), encoding='utf8')), open(tokenizer, 'w', encoding='utf8'), ensure_ascii=False, separators=(',', ':'))
    c = json.load(open(os.path.join(a.checkpoint, 'config.json')))
    from safetensors import safe_open
    with safe_open(os.path.join(a.checkpoint, 'model.safetensors'), 'pt') as f:
        meta = f.metadata() or {}
    data = json.load(open(os.path.join(a.work, 'corpus', 'card.json')))
    card = {
        'name': 'shortline-completion', 'prompt': 'path-near-suffix-prefix/1', 'languages': LANGUAGES, 'maxLength': c['max_position_embeddings'], 'layers': c['num_hidden_layers'],
        'kvHeads': c['num_key_value_heads'], 'headSize': c['head_dim'], 'vocabulary': c['vocab_size'], 'mixture': json.load(open(a.mixture)) if a.mixture else [0],
        'sha256': {n: hashlib.sha256(open(os.path.join(a.out, n), 'rb').read()).hexdigest() for n in ('model.onnx', 'tokenizer.json')},
        'training': {'tokens': int(meta.get('tokens', 0)), 'bits': a.bits, 'data': data},
        'near': False,                                              # as good without, and a fifth quicker: LOG.md, 2026-11-27
        'limits': 'Trained on TypeScript, JavaScript and Python from open packages; one line at a time; names it has not seen in the prompt are guesses.',
    }
    if a.judge:
        card['judge'] = json.load(open(a.judge))
    json.dump(card, open(os.path.join(a.out, 'card.json'), 'w'), separators=(',', ':'))
    print(a.out, {n: f'{os.path.getsize(os.path.join(a.out, n)) / 1e6:.1f} MB' for n in ('model.onnx', 'tokenizer.json', 'card.json')})


if __name__ == '__main__':
    main()
