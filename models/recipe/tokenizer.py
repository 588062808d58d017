#!/usr/bin/env python3
"""Stage 2: byte-level BPE over the training corpus, made for lines of code.

usage: tokenizer.py [--work ../.work] [--vocabulary 8192] [--characters 60000000] [--blank-before] [--compare]
reads   WORK/corpus/train.jsonl
writes  WORK/tokenizer/tokenizer.json (Hugging Face format) and tokenizer_config.json

A line is cut into pieces that never cross a line break, and merges never cross a piece:
  line break | indentation of a line (one run) | keyword with its space | word | up to four digits | run of anything else.
Blanks belong to the punctuation beside them (" = ", ") {"), not to words, so that an identifier has the same tokens wherever it
stands: that is what lets a small model copy it. Pieces are bounded in length, so that a line of a megabyte costs linear time.
"""
import argparse, json, os, random, sys

SPECIAL = ['<|pad|>', '<|end|>', '<|path|>', '<|near|>', '<|suffix|>', '<|prefix|>', '<|middle|>']
KEYWORDS = ('as async await break case catch class const continue def default elif else enum except export extends finally for from function if implements import in '
            'instanceof interface is let new not of or and override private protected public raise readonly return self static super switch throw try type typeof var while with yield').split()
PIECES = (r'\n|(?<![^\n])[ \t]{1,64}|(?:' + '|'.join(KEYWORDS) + r') (?! )|[\p{L}\p{M}_$][\p{L}\p{M}\p{N}_$]{0,31}|\p{N}{1,4}|[^\p{L}\p{M}\p{N}_$\n]{1,16}')
GPT2_LIKE = r"\n|(?<![^\n])[ \t]{1,64}| ?[\p{L}\p{M}_$][\p{L}\p{M}\p{N}_$]{0,31}|\p{N}{1,4}| ?[^\s\p{L}\p{M}\p{N}_$]{1,16}|[^\S\n]{1,16}"
SHARE = {'typescript': 0.45, 'javascript': 0.2, 'python': 0.35}


def build(pieces, vocabulary):
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
    t = Tokenizer(models.BPE())
    t.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(pieces), 'isolated'), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    t.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=vocabulary, special_tokens=SPECIAL, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False, min_frequency=10)
    return t, trainer


def sample(path, characters):
    """Text of every language in its share, whole files, in a fixed random order."""
    docs = [json.loads(l) for l in open(path, encoding='utf8')]
    random.Random(1).shuffle(docs)
    left = {k: v * characters for k, v in SHARE.items()}
    for d in docs:
        if left[d['language']] > 0:
            left[d['language']] -= len(d['text'])
            yield d['text']


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--work', default=os.path.join(here, '..', '.work'))
    ap.add_argument('--vocabulary', type=int, default=8192)
    ap.add_argument('--characters', type=int, default=60_000_000)
    ap.add_argument('--blank-before', action='store_true', help='a blank belongs to the word behind it, as with GPT-2')
    ap.add_argument('--compare', action='store_true', help='print characters per token of other piece rules and vocabularies, write nothing')
    a = ap.parse_args()
    corpus = os.path.join(a.work, 'corpus', 'train.jsonl')
    dev = {}
    for l in open(os.path.join(a.work, 'corpus', 'dev.jsonl'), encoding='utf8'):
        d = json.loads(l)
        if len(dev.get(d['language'], '')) < 2_000_000:
            dev[d['language']] = dev.get(d['language'], '') + d['text']
    variants = [(n, p, v) for n, p in (('words apart', PIECES), ('blank before word', GPT2_LIKE)) for v in (8192, 12288, 16384)] if a.compare else [('blank before word', GPT2_LIKE, a.vocabulary) if a.blank_before else ('words apart', PIECES, a.vocabulary)]
    for name, pieces, vocabulary in variants:
        t, trainer = build(pieces, vocabulary)
        t.train_from_iterator(sample(corpus, a.characters), trainer)
        print(name, t.get_vocab_size(), {k: round(len(v) / len(t.encode(v).ids), 3) for k, v in dev.items()}, 'characters per token', flush=True)
        if a.compare:
            continue
        out = os.path.join(a.work, 'tokenizer')
        os.makedirs(out, exist_ok=True)
        t.save(os.path.join(out, 'tokenizer.json'))
        json.dump({'tokenizer_class': 'PreTrainedTokenizerFast', 'model_max_length': 2048, 'pad_token': '<|pad|>', 'eos_token': '<|end|>', 'bos_token': None,
                   'clean_up_tokenization_spaces': False}, open(os.path.join(out, 'tokenizer_config.json'), 'w'), indent=1)
        probe = 'export function a($b: number) {\r\n\tconst x = "é😀";\n    return a_b2 + 12345\n}\n'
        assert t.decode(t.encode(probe).ids, skip_special_tokens=False) == probe, 'tokenizer does not round-trip'


if __name__ == '__main__':
    main()
