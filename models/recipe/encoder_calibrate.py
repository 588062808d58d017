#!/usr/bin/env python3
"""Encoder stage 4: how sure it is, and where it should say that it doesn't know.

usage: encoder_calibrate.py CHECKPOINT|FOLDER --dev HELD-OUT.jsonl [--others STRANGERS.jsonl] [--test TEST.jsonl] [--out CALIBRATION.json] [--picture reliability.png] [--variations 3]
All thresholds come from HELD-OUT, which was neither trained on nor looked at while training data was added, and STRANGERS, the same by
another hand than the training data's; TEST is only scored.
Runs the shipped 8-bit graph, not the checkpoint: what is calibrated is what users get. A model folder is calibrated anew without its
checkpoint.
"""
import argparse, json, os
import numpy as np
import onnxruntime
import encoder_data as data
import encoder_export
import encoder_model as M
import encoder_score as score
import reliability
from encoder_train import tokens


def session(model):
    """model: bytes or path"""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.add_session_config_entry('session.intra_op.allow_spinning', '0')
    return onnxruntime.InferenceSession(model, options, providers=['CPUExecutionProvider'])


def run_graph(graph, rows):
    """One text at a time, as the extension does: activations share a scale, so neighbours in a batch would change the numbers a little."""
    out = [graph.run(None, {'input_ids': np.asarray([r], np.int64), 'attention_mask': np.ones((1, len(r)), np.int64)}) for r in rows]
    return np.concatenate([o[0] for o in out]), np.concatenate([o[1] for o in out])


def varied(requests, times, seed=7):
    """Each request, and how others might have typed it with another editor open. Who writes the training data writes these held-out
    requests too: without the variations the thresholds would be surer than strangers' requests allow."""
    vary = data.Variations(requests, seed, True)
    return [v for r in requests for v in [r, *({**r, 'text': t, 'context': c} for t, c in (vary(r) for _ in range(times)))]]


def opened(path):
    """-> (8-bit graph, labels, facts of its training) of a checkpoint or a model folder"""
    if os.path.isdir(path):
        with open(os.path.join(path, 'card.json'), encoding='utf8') as f:
            card = json.load(f)
        return session(os.path.join(path, 'model.onnx')), card['labels'], card.get('training', {})
    net, meta = M.load(path)
    return session(encoder_export.build(net, 8, meta['sample']).SerializeToString()), meta['labels'], meta.get('training', {})


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('model')
    ap.add_argument('--dev', required=True)
    for name in ('others', 'test', 'out', 'picture'):
        ap.add_argument('--' + name)
    ap.add_argument('--variations', type=int, default=3, help='of each held-out request, beside itself')
    a = ap.parse_args()
    graph, labels, training = opened(a.model)
    tokenizer = M.load_tokenizer()
    parts = {n: data.read(getattr(a, n)) for n in ('dev', 'test') if getattr(a, n)}
    parts['dev'] = varied(parts['dev'], a.variations) + (data.read(a.others) if a.others else [])   # strangers need no roughening
    gold = {n: np.asarray([labels.index(r['label']) for r in parts[n]]) for n in parts}
    logits = {n: run_graph(graph, tokens(tokenizer, parts[n]))[0] for n in parts}
    temperature = score.fit_temperature(logits['dev'], gold['dev'])
    p = score.softmax(logits['dev'], temperature)
    conformal, out = score.conformal_threshold(p, gold['dev']), next(i for i, l in enumerate(labels) if l in score.OUT)
    scope = score.scope_line(p, gold['dev'], out)
    metrics, drawn = {}, []
    for n in parts:
        metrics[n] = {k: round(v, 4) for k, v in score.report(logits[n], gold[n], labels, [r['acceptable'] for r in parts[n]], temperature, conformal, scope).items()}
        print(f'== {n}')
        score.show(metrics[n], logits[n], gold[n], labels)
        q = score.softmax(logits[n], temperature)
        drawn.append((n, q.max(1), q.argmax(1) == gold[n]))
    print(f'temperature {temperature:.3f} · conformal threshold {conformal:.4f} · out-of-scope threshold {scope:.4f}')
    if a.out:
        with open(a.out, 'w') as f:
            json.dump({'temperature': round(temperature, 4), 'conformal': {'level': 0.95, 'threshold': round(conformal, 5)}, 'outOfScope': {'coverage': round(score.scope_scores(p, gold['dev'], out, scope)[1], 4), 'threshold': round(scope, 5)}, 'training': training, 'metrics': metrics}, f, indent=1)
    if a.picture:
        reliability.draw(a.picture, drawn, 'Reliability of labels', 'said probability', 'share that is right')


if __name__ == '__main__':
    main()
