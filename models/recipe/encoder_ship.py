#!/usr/bin/env python3
"""Encoder stage 5: put the model folder together: graph, tokenizer and card.

usage: encoder_ship.py CHECKPOINT [--out ../encoder] [--calibration CALIBRATION.json]
The card says how text and context become the input, what the outputs mean and how sure they are; SHA-256 of both files beside it.
"""
import argparse, hashlib, json, os
import onnx
import encoder_export, encoder_model as M

VERSION = '0.2.0'
TEMPLATE = {
    'id': 'context-words/1',
    'headCharacters': M.HEAD_CHARACTERS, 'tailCharacters': M.TAIL_CHARACTERS, 'gap': ' … ', 'separator': ' | ',
    'words': ['location as it is', 'selection: true "selection", false "cursor"', 'blankLine true: "blank"', 'diagnostics > 0: "errors"', 'language as it is'],
    'says': 'For labels: trim the text; if it has more than headCharacters + tailCharacters code points, keep that many at each end with gap between them. Words of context in this order, joined by blanks, '
            'each left out when its field is absent; if there is any: words + separator + text, else the text alone. For embeddings: the text alone, query and code alike. Then tokenise with [CLS] and [SEP]; '
            'over maxLength tokens (embeddings: maxLengthEmbedding) keep the first maxLength - 1 and [SEP].',
    'examples': [{'text': t, 'context': c, 'input': M.template(t, c)} for t, c in (
        ('null check pls', {'location': 'inline', 'selection': True, 'language': 'typescript', 'blankLine': False, 'diagnostics': 2}), (' where is the retry logic ', {'location': 'panel'}), ('hi', {}), ('x' * 700, {'selection': False, 'blankLine': True}))],
}


def write(net, folder, calibration, rows):
    """rows: token ids of sample texts, from which the export learns how large activations are"""
    os.makedirs(folder, exist_ok=True)
    onnx.save(encoder_export.build(net, 8, rows), os.path.join(folder, 'model.onnx'))
    with open(os.path.join(folder, 'tokenizer.json'), 'w', encoding='utf8') as f:
        json.dump(json.loads(M.load_tokenizer().to_str()), f, ensure_ascii=False, separators=(',', ':'))
    card = {
        'name': 'shortline-encoder', 'version': VERSION, 'labels': M.LABELS, 'dimensions': 384, 'maxLength': M.MAX_LENGTH, 'maxLengthEmbedding': 256, 'pad': 0, 'template': TEMPLATE,
        'temperature': calibration['temperature'], 'conformal': calibration['conformal'], 'outOfScope': calibration['outOfScope'],
        'says': 'p = softmax(logits / temperature). Set: labels whose p is at least conformal.threshold, most likely first. Out of scope: that label is the likeliest, or the largest p is below outOfScope.threshold.',
        'training': calibration.get('training', {}), 'metrics': calibration.get('metrics', {}),
        'limits': 'Short asks of programmers, mostly English; other languages in part. Sees no more of the editor than the context. Embeddings know TypeScript, JavaScript and Python functions best.',
        'sha256': {n: hashlib.sha256(open(os.path.join(folder, n), 'rb').read()).hexdigest() for n in ('model.onnx', 'tokenizer.json')},
    }
    with open(os.path.join(folder, 'card.json'), 'w', encoding='utf8') as f:
        json.dump(card, f, ensure_ascii=False, indent=1)
        f.write('\n')
    print(folder, {n: f'{os.path.getsize(os.path.join(folder, n)) / 1e6:.2f} MB' for n in ('model.onnx', 'tokenizer.json', 'card.json')})


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('checkpoint')
    ap.add_argument('--out', default=os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'encoder'))
    ap.add_argument('--calibration', help='without it the thresholds let everything pass')
    a = ap.parse_args()
    calibration = json.load(open(a.calibration)) if a.calibration else {'temperature': 1.0, 'conformal': {'level': 0.95, 'threshold': 0.1}, 'outOfScope': {'coverage': 0.95, 'threshold': 0.0}}
    net, meta = M.load(a.checkpoint)
    write(net, a.out, calibration, meta.get('sample', [M.load_tokenizer().encode('def f(x): return x').ids]))


if __name__ == '__main__':
    main()
