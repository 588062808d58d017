"""The decoder: LLaMA-shaped, parameter names as in Hugging Face's LlamaForCausalLM, so that a checkpoint is the interface to
everything else (ONNX, GGUF, serving engines)."""
import json, math, os
import torch
import torch.nn.functional as F
from torch import nn

CHUNK = 1024                        # rows of logits at a time: the full matrix would be the largest tensor of the step
BLOCK = 64                          # positions of attention at a time


class Config:
    def __init__(self, vocabulary=8192, width=320, layers=4, heads=5, kv_heads=1, inner=896, theta=10000.0, positions=2048):
        self.vocabulary, self.width, self.layers, self.heads, self.kv_heads, self.inner, self.theta, self.positions = vocabulary, width, layers, heads, kv_heads, inner, theta, positions

    def hugging_face(self):
        return {'architectures': ['LlamaForCausalLM'], 'model_type': 'llama', 'vocab_size': self.vocabulary, 'hidden_size': self.width, 'num_hidden_layers': self.layers,
                'num_attention_heads': self.heads, 'num_key_value_heads': self.kv_heads, 'head_dim': self.width // self.heads, 'intermediate_size': self.inner, 'hidden_act': 'silu',
                'rms_norm_eps': 1e-5, 'rope_theta': self.theta, 'max_position_embeddings': self.positions, 'tie_word_embeddings': True, 'attention_bias': False, 'mlp_bias': False,
                'bos_token_id': None, 'eos_token_id': 1, 'pad_token_id': 0, 'torch_dtype': 'bfloat16', 'dtype': 'bfloat16'}


class Norm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return F.rms_norm(x.float(), (x.shape[-1],), self.weight, 1e-5)


class Attention(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.c, d = c, c.width // c.heads
        self.q_proj = nn.Linear(c.width, c.heads * d, bias=False)
        self.k_proj = nn.Linear(c.width, c.kv_heads * d, bias=False)
        self.v_proj = nn.Linear(c.width, c.kv_heads * d, bias=False)
        self.o_proj = nn.Linear(c.heads * d, c.width, bias=False)

    def forward(self, x, cos, sin):
        b, t, _ = x.shape
        q, k, v = (p(x).view(b, t, n, -1).transpose(1, 2) for p, n in ((self.q_proj, self.c.heads), (self.k_proj, self.c.kv_heads), (self.v_proj, self.c.kv_heads)))
        q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        y = blockwise_attention(q, k, v) if x.device.type == 'cpu' else F.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=True)
        return self.o_proj(y.transpose(1, 2).reshape(b, t, -1))


def blockwise_attention(q, k, v):
    """Causal attention by products of matrices, one block of positions after the other: what lies above the diagonal is not computed,
    and all heads that share a key head are one product. On CPU it takes half the time of PyTorch's own kernel, most of it backwards.

    q float[b, heads, t, d], k and v float[b, kv_heads, t, d] -> float[b, heads, t, d]
    """
    b, heads, t, d = q.shape
    groups, out = k.shape[1], []
    share = heads // groups
    q = q.reshape(b, groups, share, t, d)
    for a in range(0, t, BLOCK):
        e = min(a + BLOCK, t)
        n = e - a
        scores = torch.matmul(q[:, :, :, a:e].reshape(b, groups, share * n, d), k[:, :, :e].transpose(2, 3)).view(b, groups, share, n, e)
        above = torch.ones(n, e, dtype=torch.bool, device=q.device).triu(a + 1)
        p = (scores.float() * d ** -0.5).masked_fill(above, -math.inf).softmax(-1).to(v.dtype)
        out.append(torch.matmul(p.view(b, groups, share * n, e), v[:, :, :e]).view(b, heads, n, d))
    return torch.cat(out, dim=2)


def rotate(x, cos, sin):
    a, b = x.chunk(2, dim=-1)
    return (x * cos + torch.cat((-b, a), dim=-1) * sin).to(x.dtype)


class MLP(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.gate_proj = nn.Linear(c.width, c.inner, bias=False)
        self.up_proj = nn.Linear(c.width, c.inner, bias=False)
        self.down_proj = nn.Linear(c.inner, c.width, bias=False)

    def forward(self, x):
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Layer(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.input_layernorm, self.self_attn = Norm(c.width), Attention(c)
        self.post_attention_layernorm, self.mlp = Norm(c.width), MLP(c)

    def forward(self, x, cos, sin):
        x = x + self.self_attn(self.input_layernorm(x), cos, sin)
        return x + self.mlp(self.post_attention_layernorm(x))


class Body(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.embed_tokens = nn.Embedding(c.vocabulary, c.width)
        self.layers = nn.ModuleList(Layer(c) for _ in range(c.layers))
        self.norm = Norm(c.width)
        d = c.width // c.heads
        angle = torch.outer(torch.arange(c.positions).float(), c.theta ** (-torch.arange(0, d, 2).float() / d))
        self.register_buffer('cos', torch.cat((angle, angle), -1).cos(), persistent=False)
        self.register_buffer('sin', torch.cat((angle, angle), -1).sin(), persistent=False)

    def forward(self, ids):
        x, t = self.embed_tokens(ids), ids.shape[1]
        for layer in self.layers:
            x = layer(x, self.cos[:t], self.sin[:t])
        return self.norm(x)


class Decoder(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.config, self.model = c, Body(c)
        for name, p in self.named_parameters():
            if p.dim() == 2:
                nn.init.normal_(p, std=0.02 / (math.sqrt(2 * c.layers) if name.endswith(('o_proj.weight', 'down_proj.weight')) else 1))

    def forward(self, ids, weights):
        """ids int64[b, t + 1], weights float32[b, t + 1] (of predicting that position). -> mean weighted cross-entropy."""
        h = self.model(ids[:, :-1]).reshape(-1, self.config.width)
        target, w = ids[:, 1:].reshape(-1), weights[:, 1:].reshape(-1)
        loss = h.new_zeros((), dtype=torch.float32)
        for a in range(0, len(h), CHUNK):
            logits = F.linear(h[a:a + CHUNK], self.model.embed_tokens.weight)
            loss = loss + (F.cross_entropy(logits.float(), target[a:a + CHUNK], reduction='none') * w[a:a + CHUNK]).sum()
        return loss / w.sum()


def save(model, folder, meta):
    """Hugging Face folder: config.json and model.safetensors in bfloat16. Atomic: a killed run leaves the last one whole."""
    from safetensors.torch import save_file
    os.makedirs(folder, exist_ok=True)
    json.dump(model.config.hugging_face(), open(os.path.join(folder, 'config.json'), 'w'), indent=1)
    state = {k: v.detach().to(torch.bfloat16).cpu().contiguous() for k, v in model.state_dict().items()}
    save_file(state, os.path.join(folder, 'model.tmp'), metadata={'format': 'pt', **{k: str(v) for k, v in meta.items()}})
    os.replace(os.path.join(folder, 'model.tmp'), os.path.join(folder, 'model.safetensors'))


def load(folder):
    """-> (Decoder in float32, metadata)"""
    from safetensors import safe_open
    j = json.load(open(os.path.join(folder, 'config.json')))
    c = Config(j['vocab_size'], j['hidden_size'], j['num_hidden_layers'], j['num_attention_heads'], j['num_key_value_heads'], j['intermediate_size'], j['rope_theta'], j['max_position_embeddings'])
    model = Decoder(c)
    with safe_open(os.path.join(folder, 'model.safetensors'), 'pt') as f:
        meta = dict(f.metadata() or {})
        model.load_state_dict({k: f.get_tensor(k).float() for k in f.keys()})
    return model, meta
