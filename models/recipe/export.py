#!/usr/bin/env python3
"""Stage 6: checkpoint -> ONNX graph with KV cache, for onnxruntime native and WASM.

usage: export.py CHECKPOINT OUT.onnx [--bits 32|8|4]

inputs   input_ids int64[1, s] · positions int64[1, s] · bias float32[1, 1, s, t] (added to the attention scores; a tree of
         candidates is one run with -1e9 between branches) · last int32[1] = t - 1 · total int32 = t · keep int64[1] (logits of
         the last so many positions) · past.N.key, past.N.value float32[1, kv heads, t - s, head size]
outputs  logits float32[1, keep, vocabulary] · log_sum_exp float32[1, keep] · present.N.key, present.N.value float32[1, kv heads, t, head size]

Written node by node rather than by a converter: one matrix product for q, k and v, one for gate and up, the last layer's MLP and
the head only for the positions that are kept, the embedding stored once in half precision. Quantised weights are symmetric in
blocks of 32 along the input (MatMulNBits), activations int8.
"""
import argparse, math, os
import numpy as np
import onnx
from onnx import TensorProto as T, helper as h, numpy_helper
import model as M

BLOCK = 32


class Graph:
    def __init__(self, bits):
        self.bits, self.nodes, self.weights, self.count = bits, [], [], 0

    def constant(self, name, array):
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def op(self, kind, inputs, outputs=1, domain='', **attributes):
        self.count += 1
        names = [f'{kind}_{self.count}_{i}' for i in range(outputs)] if isinstance(outputs, int) else outputs
        self.nodes.append(h.make_node(kind, inputs, names, domain=domain, **attributes))
        return names[0] if len(names) == 1 else names

    def linear(self, x, name, w):
        """x @ w.T; w float32[out, in]"""
        if self.bits == 32:
            return self.op('MatMul', [x, self.constant(name, w.T)])
        n, k = w.shape
        q, scale = quantise(w, self.bits)
        return self.op('MatMulNBits', [x, self.constant(name + '.q', q), self.constant(name + '.scale', scale)], domain='com.microsoft', K=k, N=n, bits=self.bits, block_size=BLOCK, accuracy_level=4)

    def norm(self, x, name, w):
        return self.op('SimplifiedLayerNormalization', [x, self.constant(name, w)], axis=-1, epsilon=1e-5, stash_type=1)

    def add_norm(self, x, y, name, w):
        """-> (norm of x + y, x + y)"""
        out = self.op('SkipSimplifiedLayerNormalization', [x, y, self.constant(name, w)], 4, domain='com.microsoft', epsilon=1e-5)
        for unused in (1, 2):
            self.nodes[-1].output[unused] = ''
        return out[0], out[3]


def quantise(w, bits):
    """-> (uint8[n, k / BLOCK, BLOCK * bits / 8], float32[n * k / BLOCK]); zero point is half the range, as MatMulNBits assumes"""
    n, k = w.shape
    b = w.reshape(n, k // BLOCK, BLOCK)
    top = 2 ** (bits - 1)
    at = np.abs(b).argmax(-1, keepdims=True)
    scale = np.take_along_axis(b, at, -1) / -top                     # the largest value takes the longer, negative side
    if bits == 8:
        scale = np.abs(b).max(-1, keepdims=True) / (top - 1)
    q = np.clip(np.round(b / np.where(scale == 0, 1, scale)) + top, 0, 2 * top - 1).astype(np.uint8)
    if bits == 4:
        q = q[..., 0::2] | (q[..., 1::2] << 4)
    return q, scale.astype(np.float32).reshape(-1)


def build(net, bits, max_positions):
    c, g = net.config, Graph(bits)
    d = c.width // c.heads
    w = {k: v.detach().float().cpu().numpy() for k, v in net.state_dict().items()}
    embedding = w['model.embed_tokens.weight']
    table = g.constant('embedding', embedding if bits == 32 else embedding.astype(np.float16))
    x = g.op('Gather', [table, 'input_ids'])
    if bits != 32:
        x = g.op('Cast', [x], to=T.FLOAT)
    angle = np.outer(np.arange(max_positions), c.theta ** (-np.arange(0, d, 2) / d)).astype(np.float32)
    cos, sin = g.constant('cos', np.cos(angle)), g.constant('sin', np.sin(angle))
    start = g.op('Neg', ['keep'])
    end, axis = g.constant('end', np.asarray([np.iinfo(np.int64).max])), g.constant('axis', np.asarray([1]))
    y = g.norm(x, 'norm.0', w['model.layers.0.input_layernorm.weight'])
    inputs, outputs = [], []
    for i in range(c.layers):
        p = f'model.layers.{i}.'
        qkv = g.linear(y, f'{i}.qkv', np.concatenate([w[p + f'self_attn.{n}_proj.weight'] for n in 'qkv']))
        past = [f'past.{i}.key', f'past.{i}.value']
        present = [f'present.{i}.key', f'present.{i}.value']
        inputs += [h.make_tensor_value_info(n, T.FLOAT, [1, c.kv_heads, 'past', d]) for n in past]
        outputs += [h.make_tensor_value_info(n, T.FLOAT, [1, c.kv_heads, 'all', d]) for n in present]
        a = g.op('GroupQueryAttention', [qkv, '', '', *past, 'last', 'total', cos, sin, 'positions', 'bias'], [f'attention_{i}', *present], domain='com.microsoft',
                 num_heads=c.heads, kv_num_heads=c.kv_heads, do_rotary=1, rotary_interleaved=0, scale=1 / math.sqrt(d))[0]
        if i == c.layers - 1:
            a, x = (g.op('Slice', [z, start, end, axis]) for z in (a, x))
        o = g.linear(a, f'{i}.o', w[p + 'self_attn.o_proj.weight'])
        y, x = g.add_norm(o, x, f'{i}.norm', w[p + 'post_attention_layernorm.weight'])
        both = g.linear(y, f'{i}.gate_up', np.concatenate([w[p + 'mlp.gate_proj.weight'], w[p + 'mlp.up_proj.weight']]))
        gate, up = g.op('Split', [both], 2, axis=-1, num_outputs=2)
        act = g.op('Mul', [g.op('Mul', [gate, g.op('Sigmoid', [gate])]), up])
        down = g.linear(act, f'{i}.down', w[p + 'mlp.down_proj.weight'])
        following = w[f'model.layers.{i + 1}.input_layernorm.weight'] if i + 1 < c.layers else w['model.norm.weight']
        y, x = g.add_norm(down, x, f'norm.{i + 1}', following)
    if c.layers:
        g.nodes[-1].output[3] = ''                                   # the last residual sum has no reader
    logits = g.linear(y, 'head', embedding)
    g.nodes[-1].output[0] = 'logits'
    g.op('ReduceLogSumExp', ['logits', g.constant('classes', np.asarray([-1]))], ['log_sum_exp'], keepdims=0)
    front = [h.make_tensor_value_info('input_ids', T.INT64, [1, 's']), h.make_tensor_value_info('positions', T.INT64, [1, 's']), h.make_tensor_value_info('bias', T.FLOAT, [1, 1, 's', 'all']),
             h.make_tensor_value_info('last', T.INT32, [1]), h.make_tensor_value_info('total', T.INT32, []), h.make_tensor_value_info('keep', T.INT64, [1])]
    graph = h.make_graph(g.nodes, 'shortline', front + inputs, [h.make_tensor_value_info('logits', T.FLOAT, [1, 'keep', c.vocabulary]), h.make_tensor_value_info('log_sum_exp', T.FLOAT, [1, 'keep'])] + outputs, g.weights)
    m = h.make_model(graph, opset_imports=[h.make_opsetid('', 20), h.make_opsetid('com.microsoft', 1)], ir_version=9, producer_name='shortline')
    return m


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('checkpoint')
    ap.add_argument('out')
    ap.add_argument('--bits', type=int, default=8, choices=(4, 8, 32))
    a = ap.parse_args()
    net, _ = M.load(a.checkpoint)
    m = build(net, a.bits, net.config.positions)
    os.makedirs(os.path.dirname(os.path.abspath(a.out)), exist_ok=True)
    onnx.save(m, a.out)
    print(f'{a.out}: {os.path.getsize(a.out) / 1e6:.1f} MB, {a.bits} bits')


if __name__ == '__main__':
    main()
