#!/usr/bin/env python3
"""What a shape or a vocabulary costs, before anybody trains it: the graph of an untrained network, timed in turns with the others.

usage: shapes.py [--rounds 20] [--bits 8]
Milliseconds at p50: a prompt of 384 tokens into an empty cache; one token behind it; a run of 24 tokens behind it whose logits are
all wanted (lines that are scored). One thread, since the idle threads of one session take from the next. Weights are random: what
they are makes no difference to the time.
"""
import argparse, statistics, time
import numpy as np
import onnxruntime as ort
import export
import model as M

PROMPT, TREE = 384, 24
OTHERS = [
    ('vocabulary 12,288', {'vocabulary': 12288}), ('vocabulary 16,384', {'vocabulary': 16384}),
    ('2 layers, 448 wide', {'layers': 2, 'width': 448, 'heads': 7, 'inner': 1280}), ('8 layers, 224 wide', {'layers': 8, 'width': 224, 'heads': 7, 'inner': 640}),
    ('6 layers', {'layers': 6}), ('4 layers, 448 wide', {'width': 448, 'heads': 7, 'inner': 1280}), ('5 key and value heads', {'kv_heads': 5}),
    ('inner 1,792', {'inner': 1792}), ('inner 2,688', {'inner': 2688}), ('5 layers, inner 1,344', {'layers': 5, 'inner': 1344}),
]


def run(session, config, tokens, past, keep):
    """-> milliseconds of one run of so many tokens behind a cache of `past`"""
    head = config.width // config.heads
    feeds = {
        'input_ids': np.full((1, tokens), 40, np.int64), 'positions': np.arange(past, past + tokens, dtype=np.int64)[None],
        'bias': np.zeros((1, 1, tokens, past + tokens), np.float32), 'last': np.array([past + tokens - 1], np.int32),
        'total': np.array(past + tokens, np.int32), 'keep': np.array([keep], np.int64),
    }
    for layer in range(config.layers):
        for part in ('key', 'value'):
            feeds[f'past.{layer}.{part}'] = np.zeros((1, config.kv_heads, past, head), np.float32)
    begun = time.perf_counter()
    session.run(None, feeds)
    return 1000 * (time.perf_counter() - begun)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--rounds', type=int, default=20)
    ap.add_argument('--bits', type=int, default=8)
    a = ap.parse_args()
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    tried = []
    for name, changed in [('shipped', {}), *OTHERS]:
        config = M.Config(**changed)                                # the rest is as shipped
        net = M.Decoder(config)
        graph = export.build(net, a.bits, config.positions).SerializeToString()
        session = ort.InferenceSession(graph, options, providers=['CPUExecutionProvider'])
        tried.append((name, config, sum(p.numel() for p in net.parameters()), len(graph), session, ([], [], [])))
    for turn in range(a.rounds + 3):
        for _, config, _, _, session, times in tried:
            for spent, (tokens, past, keep) in zip(times, ((PROMPT, 0, 1), (1, PROMPT, 1), (TREE, PROMPT, TREE))):
                ms = run(session, config, tokens, past, keep)
                if turn >= 3:
                    spent.append(ms)
    for name, _, parameters, size, _, times in tried:
        print(f'{name:24} {parameters / 1e6:5.2f} M  {size / 1e6:5.1f} MB  ' + '  '.join(f'{label} {statistics.median(spent):6.2f}' for label, spent in zip(('prompt', 'token', 'tree'), times)), flush=True)


if __name__ == '__main__':
    main()
