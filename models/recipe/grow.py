#!/usr/bin/env python3
"""A larger network that says the same as a smaller one, so that training goes on from what that one knows.

usage: grow.py FROM --out FOLDER [--inner N] [--layers N] [--seed N]       Hugging Face folders

What is new computes something from the beginning, but what it says is multiplied with zeros (columns of down_proj and o_proj), which
training moves first. A new layer stands behind one of the old ones, as its copy.
"""
import argparse, copy
import torch
import model as M


@torch.no_grad()
def grown(net, inner, layers):
    """-> Decoder with MLPs of `inner` and so many layers; its logits are those of `net`"""
    old = net.config
    c = M.Config(old.vocabulary, old.width, layers, old.heads, old.kv_heads, inner, old.theta, old.positions)
    out = M.Decoder(c)
    out.model.embed_tokens.load_state_dict(net.model.embed_tokens.state_dict())
    out.model.norm.load_state_dict(net.model.norm.state_dict())
    seen = set()
    for at, layer in enumerate(out.model.layers):
        source = at * old.layers // layers
        before = copy.deepcopy(net.model.layers[source])
        for name in ('input_layernorm', 'post_attention_layernorm', 'self_attn'):
            getattr(layer, name).load_state_dict(getattr(before, name).state_dict())
        for name in ('gate_proj', 'up_proj'):
            getattr(layer.mlp, name).weight[:old.inner] = getattr(before.mlp, name).weight
        layer.mlp.down_proj.weight.zero_()
        if source in seen:
            layer.self_attn.o_proj.weight.zero_()
        else:
            layer.mlp.down_proj.weight[:, :old.inner] = before.mlp.down_proj.weight
        seen.add(source)
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('start', metavar='FROM')
    parser.add_argument('--out', required=True)
    parser.add_argument('--inner', type=int, default=0, help='width of the MLPs, at least as before')
    parser.add_argument('--layers', type=int, default=0, help='at least as many as before')
    parser.add_argument('--seed', type=int, default=1)
    a = parser.parse_args()
    torch.manual_seed(a.seed)
    net, meta = M.load(a.start)
    inner, layers = a.inner or net.config.inner, a.layers or net.config.layers
    if inner < net.config.inner or layers < net.config.layers:
        parser.error('a network does not shrink')
    out = grown(net, inner, layers)
    ids = torch.randint(4, net.config.vocabulary, (2, 200))
    off = (net.model(ids) - out.model(ids)).abs().max().item()
    if off > 1e-3:
        raise SystemExit(f'the larger network says something else: {off}')
    M.save(out, a.out, {'step': 0, 'tokens': int(meta.get('tokens', 0))})
    print(f'{sum(p.numel() for p in out.parameters()):,} parameters from {sum(p.numel() for p in net.parameters()):,}, states differ by {off:.1e}')


if __name__ == '__main__':
    main()
