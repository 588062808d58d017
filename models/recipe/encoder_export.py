#!/usr/bin/env python3
"""Encoder checkpoint -> ONNX graph with one body and two heads.

usage: encoder_export.py CHECKPOINT OUT.onnx [--bits 32|8]

inputs   input_ids int64[b, s] · attention_mask int64[b, s] (1 for tokens, 0 for padding); token types are all 0 and baked in
outputs  logits float32[b, classes] · embedding float32[b, 384], mean of the last states, length 1

Written node by node as export.py: one product for query, key and value, fused attention, normalisation and GELU. With 8 bits the
embedding table is int8 with one scale a row, and products are DynamicQuantizeMatMul: one scale for each output's weights, one for
all activations of the product, found anew in each run. That is twice as fast as a scale for each 32 values (MatMulNBits), but needs
smoothing: some channels are 20 times as large as the rest.
"""
import argparse, os
import numpy as np
import onnx
from onnx import TensorProto as T, helper as h
import encoder_model as M
from export import Graph

TOP = 95                            # of 127: on processors without VNNI two products of full bytes overflow 16 bits, these hardly ever


class EncoderGraph(Graph):
    def __init__(self, bits, largest=None):
        super().__init__(bits)
        self.largest = largest or {}

    def product(self, x, name, w):
        """x @ w.T without bias; w float32[out, in]"""
        if self.bits == 32:
            return self.linear(x, name, w)
        share = smoothing(self.largest[name], w) if name in self.largest else None
        if share is not None:
            x, w = self.op('Mul', [x, self.constant(name + '.share', 1 / share)]), w * share
        q, scale = rows_of_bytes(w, TOP)
        return self.op('DynamicQuantizeMatMul', [x, self.constant(name + '.q', q.T), self.constant(name + '.scale', scale)], domain='com.microsoft')

    def skip_norm(self, x, skip, name, weight, bias, before):
        """normalised (x + skip + before); `before` is the bias of the product that gave x"""
        return self.op('SkipLayerNormalization', [x, skip, self.constant(name + '.weight', weight), self.constant(name + '.shift', bias), self.constant(name + '.before', before)], domain='com.microsoft', epsilon=1e-12)


def smoothing(largest, w):
    """-> float32[in]: what to divide the input's channels by and multiply the weights with, so that a few large channels don't
    take the range of all (SmoothQuant); `largest` float32[in] is each channel's largest value on sample texts"""
    s = np.maximum(largest, 1e-3) ** 0.7 / np.maximum(np.abs(w).max(0), 1e-3) ** 0.3
    return (s / np.exp(np.log(s).mean())).astype(np.float32)


def rows_of_bytes(w, top=127):
    """-> (int8[n, k], float32[n]): symmetric, one scale a row"""
    scale = np.abs(w).max(-1) / top
    q = np.clip(np.round(w / np.where(scale == 0, 1, scale)[:, None]), -top, top)
    return q.astype(np.int8), scale.astype(np.float32)


def largest_inputs(net, rows):
    """-> {product: float32[in]}: largest absolute value that each input channel takes on `rows` (token ids)"""
    out, handles = {}, []

    def watch(name, module):
        def see(_, inputs):
            a = inputs[0].abs().amax((0, 1)).numpy()
            out[name] = np.maximum(out.get(name, 0), a)
        handles.append(module.register_forward_pre_hook(see))

    for i, l in enumerate(net.body.encoder.layer):
        for name, module in (('qkv', l.attention.self.query), ('o', l.attention.output.dense), ('up', l.intermediate.dense), ('down', l.output.dense)):
            watch(f'{i}.{name}', module)
    M.run(net, rows, 16)
    for handle in handles:
        handle.remove()
    return out


def embed(g, w):
    """-> float32[b, s, 384], normalised: words, positions and token type 0"""
    words, position = w['body.embeddings.word_embeddings.weight'], w['body.embeddings.position_embeddings.weight'] + w['body.embeddings.token_type_embeddings.weight'][0]
    if g.bits == 32:
        x = g.op('Gather', [g.constant('words', words), 'input_ids'])
    else:
        q, scale = rows_of_bytes(words)
        x = g.op('Cast', [g.op('Gather', [g.constant('words', q), 'input_ids'])], to=T.FLOAT)
        x = g.op('Mul', [x, g.op('Gather', [g.constant('words.scale', scale[:, None]), 'input_ids'])])
    length = g.op('Shape', ['input_ids'], start=1, end=2)
    first, axis = g.constant('first', np.asarray([0])), g.constant('axis', np.asarray([0]))
    x = g.op('Add', [x, g.op('Slice', [g.constant('positions', position), first, length, axis])])
    return g.op('LayerNormalization', [x, g.constant('norm.weight', w['body.embeddings.LayerNorm.weight']), g.constant('norm.shift', w['body.embeddings.LayerNorm.bias'])], axis=-1, epsilon=1e-12)


def layer(g, w, i, heads, x, mask):
    p = f'body.encoder.layer.{i}.'
    weights, biases = ([w[f'{p}attention.self.{n}.{part}'] for n in ('query', 'key', 'value')] for part in ('weight', 'bias'))
    q, k, v = g.op('Split', [g.product(x, f'{i}.qkv', np.concatenate(weights))], 3, axis=-1, num_outputs=3)
    a = g.op('MultiHeadAttention', [q, k, v, g.constant(f'{i}.qkv.bias', np.concatenate(biases)), mask], domain='com.microsoft', num_heads=heads)
    o = g.product(a, f'{i}.o', w[p + 'attention.output.dense.weight'])
    x = g.skip_norm(o, x, f'{i}.norm.0', w[p + 'attention.output.LayerNorm.weight'], w[p + 'attention.output.LayerNorm.bias'], w[p + 'attention.output.dense.bias'])
    inner = g.op('BiasGelu', [g.product(x, f'{i}.up', w[p + 'intermediate.dense.weight']), g.constant(f'{i}.up.bias', w[p + 'intermediate.dense.bias'])], domain='com.microsoft')
    out = g.product(inner, f'{i}.down', w[p + 'output.dense.weight'])
    return g.skip_norm(out, x, f'{i}.norm.1', w[p + 'output.LayerNorm.weight'], w[p + 'output.LayerNorm.bias'], w[p + 'output.dense.bias'])


def build(net, bits, rows=()):
    """rows: token ids of sample texts, to see how large the activations are"""
    w = {k: v.detach().float().cpu().numpy() for k, v in net.state_dict().items()}
    c, g = net.body.config, EncoderGraph(bits, largest_inputs(net, rows) if bits != 32 else None)
    x = embed(g, w)
    mask = g.op('Cast', ['attention_mask'], to=T.INT32)
    for i in range(c.num_hidden_layers):
        x = layer(g, w, i, c.num_attention_heads, x, mask)
    one = g.constant('one', np.asarray([1]))
    weight = g.op('Cast', [g.op('Unsqueeze', ['attention_mask', one])], to=T.FLOAT)      # [b, 1, s]
    total = g.op('ReduceSum', [weight, g.constant('last', np.asarray([-1]))], keepdims=1)
    mean = g.op('Squeeze', [g.op('MatMul', [g.op('Div', [weight, total]), x]), one])      # [b, 384]
    g.op('LpNormalization', [mean], ['embedding'], axis=-1, p=2)
    hidden = g.op('Tanh', [g.op('Gemm', [mean, g.constant('head.0', w['head.1.weight'] * M.SPREAD), g.constant('head.0.bias', w['head.1.bias'])], transB=1)])
    g.op('Gemm', [hidden, g.constant('head.1', w['head.4.weight']), g.constant('head.1.bias', w['head.4.bias'])], ['logits'], transB=1)
    front = [h.make_tensor_value_info(n, T.INT64, ['b', 's']) for n in ('input_ids', 'attention_mask')]
    out = [h.make_tensor_value_info('logits', T.FLOAT, ['b', len(w['head.4.bias'])]), h.make_tensor_value_info('embedding', T.FLOAT, ['b', c.hidden_size])]
    graph = h.make_graph(g.nodes, 'shortline-encoder', front, out, g.weights)
    return h.make_model(graph, opset_imports=[h.make_opsetid('', 20), h.make_opsetid('com.microsoft', 1)], ir_version=9, producer_name='shortline')


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('checkpoint')
    ap.add_argument('out')
    ap.add_argument('--bits', type=int, default=8, choices=(8, 32))
    a = ap.parse_args()
    net, meta = M.load(a.checkpoint)
    onnx.save(build(net, a.bits, meta['sample']), a.out)
    print(f'{a.out}: {os.path.getsize(a.out) / 1e6:.1f} MB, {a.bits} bits')


if __name__ == '__main__':
    main()
