#!/usr/bin/env python3
"""Stage 9: how good a checkpoint is as a compressor, and what the exported graphs keep of it.

usage: evaluate.py CHECKPOINT [--work ../.work] [--characters 200000] [--prompts 200] [--windows 40] [--threads 1] [--out FILE]
writes  OUT (WORK/evaluation.json) and the same as lines on standard output:
  bits per byte   of whole development files per language, each token predicted from at least 200 tokens before it (fewer at a
                  file's start), beside gzip -9 and xz -9 of the same files in one piece; the model reads each file alone
  parity          of the ONNX graphs in 32, 8 and 4 bits with PyTorch: share of development prompts with the same greedy line,
                  token by token with KV cache, and the change of the development loss (nats per token); for 32 bits the share
                  must be at least 98 %, else the exit code is 1
How often whole lines are right is not measured here but with the engine: `npx shortline complete` and score.py.
"""
import argparse, gzip, json, lzma, math, os, random, sys, tempfile
import numpy as np
import torch
import export, model as M, parity, prompts

LANGUAGES = ('typescript', 'javascript', 'python')
STRIDE, MAX_NEW, LEAST_SHARE = 220, 32, 0.98


def development(work, characters, seed=1):
    """-> {language: [document]}, whole files of all development packages in turn, of about so many characters each"""
    by_package = {language: {} for language in LANGUAGES}
    for line in open(os.path.join(work, 'corpus', 'dev.jsonl'), encoding='utf8'):
        d = json.loads(line)
        if len(d['text']) < 30_000:
            by_package[d['language']].setdefault(d['package'], []).append(d)
    out = {}
    for language, packages in by_package.items():
        draw, chosen, size = random.Random(f'{seed} {language}'), [], 0
        for docs in packages.values():
            draw.shuffle(docs)
        while size < characters and any(packages.values()):
            for docs in packages.values():
                if docs and size < characters:
                    chosen.append(docs.pop())
                    size += len(chosen[-1]['text'])
        if chosen:
            out[language] = chosen
    return out


def windows(text, document):
    """-> [(ids, first scored position)]: together they score each token of the document once"""
    head = [text.special['path'], *text.ids(parity.pack.header(document['path']))[-prompts.HEADER_TOKENS:], text.special['prefix']]
    body = text.ids(document['text'])
    room = prompts.LENGTH - len(head)
    yield [*head, *body[:room]], len(head)
    for a in range(room, len(body), STRIDE):
        start = a + STRIDE - room
        ids = [*head, *body[start:start + room]]
        yield ids, len(head) + a - start


@torch.no_grad()
def torch_logits(net, ids):
    return torch.nn.functional.linear(net.model(torch.tensor([ids]))[0], net.model.embed_tokens.weight)


def losses(net, ids, first):
    """Nats of the tokens from position `first` on."""
    logits = torch_logits(net, ids)[first - 1:-1]
    return torch.nn.functional.cross_entropy(logits, torch.tensor(ids[first:]), reduction='sum').item()


def bits_per_byte(net, text, documents):
    out = {}
    for language, docs in documents.items():
        nats = sum(losses(net, ids, first) for d in docs for ids, first in windows(text, d) if len(ids) > first)
        data = '\n'.join(d['text'] for d in docs).encode('utf8')
        size = len(data)
        out[language] = {'files': len(docs), 'bytes': size, 'model': round(nats / math.log(2) / size, 4),
                         'gzip -9': round(8 * len(gzip.compress(data, 9)) / size, 4), 'xz -9': round(8 * len(lzma.compress(data, preset=9)) / size, 4)}
        print(f'{language}: ' + ', '.join(f'{k} {v}' for k, v in out[language].items() if k not in ('files', 'bytes')) + f' bits per byte of {size:,} bytes', flush=True)
    return out


class Graph:
    """The exported graph as the extension runs it."""

    def __init__(self, net, bits, threads):
        import onnx, onnxruntime as ort
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'model.onnx')
            onnx.save(export.build(net, bits, net.config.positions), path)
            self.size = os.path.getsize(path)
            self.session = ort.InferenceSession(path, options, providers=['CPUExecutionProvider'])
        self.config = net.config

    def run(self, ids, past, keep):
        """-> (logits float32[keep, vocabulary], keys and values)"""
        c, length = self.config, past[0].shape[2] if past else 0
        total = length + len(ids)
        empty = np.zeros((1, c.kv_heads, 0, c.width // c.heads), np.float32)
        feeds = {'input_ids': np.asarray([ids], np.int64), 'positions': np.arange(length, total, dtype=np.int64)[None], 'bias': np.zeros((1, 1, len(ids), total), np.float32),
                 'last': np.asarray([total - 1], np.int32), 'total': np.asarray(total, np.int32), 'keep': np.asarray([keep], np.int64)}
        for i in range(2 * c.layers):
            feeds[f'past.{i // 2}.' + ('key', 'value')[i % 2]] = past[i] if past else empty
        out = self.session.run(None, feeds)
        return out[0][0], out[2:]

    def greedy(self, ids, ends):
        """One line: up to one of `ends` or MAX_NEW tokens."""
        out, (logits, past) = [], self.run(ids, None, 1)
        while len(out) < MAX_NEW:
            out.append(int(logits[-1].argmax()))
            if out[-1] in ends:
                break
            logits, past = self.run(out[-1:], past, 1)
        return out

    def loss(self, ids, first):
        logits, _ = self.run(ids[:-1], None, len(ids) - first)
        top = logits.max(-1, keepdims=True)
        norm = np.log(np.exp(logits - top).sum(-1)) + top[:, 0]
        return float((norm - logits[np.arange(len(logits)), ids[first:]]).sum())


def development_prompts(text, documents, count):
    draw, out = random.Random(5), []
    while len(out) < count:
        docs = list(documents.values())[len(out) % len(documents)]
        d = draw.choice(docs)
        others = [o['text'] for o in docs if o['package'] == d['package'] and o is not d][:2]
        cut = draw.randrange(len(d['text']) // 4, len(d['text']))
        out.append(text.prompt(d['path'], d['text'][:cut], d['text'][cut:], others)[0])
    return out


def compare(net, text, documents, a):
    ends = {text.newline, text.tokenizer.token_to_id('<|end|>')}
    asked = development_prompts(text, documents, a.prompts)
    draw = random.Random(6)
    held = [w for docs in documents.values() for d in docs for w in windows(text, d) if len(w[0]) == prompts.LENGTH]
    held = draw.sample(held, min(a.windows, len(held)))
    tokens = sum(len(ids) - first for ids, first in held)
    reference = sum(losses(net, ids, first) for ids, first in held) / tokens
    out = {'prompts': len(asked), 'loss': round(reference, 5)}
    for bits in (32, 8, 4):
        graph, same = Graph(net, bits, a.threads), 0
        for ids in asked:
            line = graph.greedy(ids, ends)                          # equal to PyTorch's when PyTorch would have chosen each token as well
            same += torch_logits(net, [*ids, *line[:-1]])[len(ids) - 1:].argmax(-1).tolist() == line
        change = sum(graph.loss(ids, first) for ids, first in held) / tokens - reference
        out[f'{bits} bits'] = {'same line': round(same / len(asked), 4), 'change of loss': round(change, 5), 'megabytes': round(graph.size / 1e6, 2)}
        print(f'{bits} bits: same greedy line {same} of {len(asked)}, loss {reference:.4f} {change:+.5f}, {graph.size / 1e6:.1f} MB', flush=True)
    return out


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('checkpoint')
    ap.add_argument('--work', default=os.path.join(here, '..', '.work'))
    ap.add_argument('--characters', type=int, default=200_000, help='of development text per language')
    ap.add_argument('--prompts', type=int, default=200)
    ap.add_argument('--windows', type=int, default=40, help='sequences for the change of the loss')
    ap.add_argument('--threads', type=int, default=1)
    ap.add_argument('--out')
    a = ap.parse_args()
    from tokenizers import Tokenizer
    torch.set_num_threads(a.threads)
    net, meta = M.load(a.checkpoint)
    net.eval()
    text = parity.Text(Tokenizer.from_file(os.path.join(a.work, 'tokenizer', 'tokenizer.json')))
    documents = development(a.work, a.characters)
    result = {'step': int(meta.get('step', 0)), 'tokens': int(meta.get('tokens', 0)), 'parameters': sum(p.numel() for p in net.parameters()), 'bits per byte': bits_per_byte(net, text, documents),
              'parity': compare(net, text, documents, a)}
    out = a.out or os.path.join(a.work, 'evaluation.json')
    json.dump(result, open(out, 'w'), indent=1)
    print(out)
    if result['parity']['32 bits']['same line'] < LEAST_SHARE:
        sys.exit('the exported graph does not say what PyTorch says')


if __name__ == '__main__':
    main()
