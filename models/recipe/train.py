#!/usr/bin/env python3
"""Stage 4: train the decoder. Resumable to the step: kill it, run it again, it goes on.

usage: train.py [--work ../.work] [--run base] [--steps N] [--decay N] [--from FOLDER] …
writes  WORK/runs/RUN/checkpoint/       Hugging Face folder (bfloat16), each SAVE_MINUTES
        WORK/runs/RUN/optimizer.pt      moments and step, beside it; without it the optimizer warms up again
        WORK/runs/RUN/loss.tsv          step, tokens, training loss, development loss, tokens per second

With --cores N each core trains by itself, on other text, and every --average-every steps all go on from the mean of their weights: threads
that share a step would wait for each other many times in it, and the mean is less noisy than any of them. Steps count those of one core.

Constant learning rate after a warm-up, then a linear decay over the last --decay steps: the constant part can be continued for as
long as there is time, and a decayed copy be shipped at any point (--from CHECKPOINT --run NEW --decay N --steps N).
"""
import argparse, json, math, os, sys, time
import numpy as np
import torch
import torch.distributed as dist
import torch.multiprocessing as processes
import model as M
import prompts
from precision import autocast, faster_in_bfloat16

SAVE_MINUTES = 5
DEV_EVERY = 250


def newton_schulz(g):
    """Nearest orthogonal matrix of a gradient, five quintic steps (Muon); bfloat16 is precise enough for them."""
    x = g.bfloat16() if faster_in_bfloat16(g.device.type) else g
    x = x.mT if g.shape[0] > g.shape[1] else x
    x = x / (x.norm() + 1e-7)
    for _ in range(5):
        a = x @ x.mT
        x = 3.4445 * x + (-4.7750 * a + 2.0315 * (a @ a)) @ x
    return x.mT if g.shape[0] > g.shape[1] else x


class Muon(torch.optim.Optimizer):
    def __init__(self, params, lr):
        super().__init__(list(params), {'lr': lr, 'momentum': 0.95, 'weight_decay': 0.01})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group['params']:
                if p.grad is None:
                    continue
                m = self.state[p].setdefault('m', torch.zeros_like(p))
                m.lerp_(p.grad, 1 - group['momentum'])
                update = newton_schulz(p.grad.lerp(m, group['momentum']))
                p.mul_(1 - group['lr'] * group['weight_decay'])
                p.add_(update.to(p.dtype), alpha=-group['lr'] * max(1.0, p.shape[0] / p.shape[1]) ** 0.5)


def average(net, counted):
    """Weights of all cores -> their mean, in place. -> the sum of their `counted`"""
    with torch.no_grad():
        vector = torch.nn.utils.parameters_to_vector(net.parameters())
        dist.all_reduce(vector)
        torch.nn.utils.vector_to_parameters(vector / dist.get_world_size(), net.parameters())
    total = torch.tensor(counted)
    dist.all_reduce(total)
    return int(total)


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--work', default=os.path.join(here, '..', '.work'))
    ap.add_argument('--run', default='base')
    ap.add_argument('--from', dest='start', help='Hugging Face folder to start from')
    ap.add_argument('--steps', type=int, default=20_000, help='total, as counted from the beginning of the run')
    ap.add_argument('--decay', type=int, default=0, help='the last N of them fall linearly to zero')
    ap.add_argument('--warmup', type=int, default=100)
    ap.add_argument('--batch', type=int, default=16)
    ap.add_argument('--lr', type=float, default=0.02, help='Muon, matrices')
    ap.add_argument('--lr-embedding', type=float, default=0.003, help='AdamW, embedding and norms')
    ap.add_argument('--width', type=int, default=320)
    ap.add_argument('--layers', type=int, default=4)
    ap.add_argument('--heads', type=int, default=5)
    ap.add_argument('--kv-heads', type=int, default=1)
    ap.add_argument('--inner', type=int, default=896)
    ap.add_argument('--seed', type=int, default=1)
    ap.add_argument('--short', type=float, default=0.0, help='share of cursors with little text before them (prompts.py)')
    ap.add_argument('--line-weight', type=float, default=prompts.END_WEIGHT, help="loss weight of the cursor's line")
    ap.add_argument('--cores', type=int, default=1, help='that train by themselves and go on from their mean')
    ap.add_argument('--average-every', type=int, default=50, help='steps of each core')
    ap.add_argument('--no-compile', action='store_true')
    a = ap.parse_args()
    os.makedirs(os.path.join(a.work, 'runs', a.run), exist_ok=True)
    if a.cores == 1:
        train(0, a)
    else:
        meeting = os.path.abspath(os.path.join(a.work, 'runs', a.run, 'meeting'))
        if os.path.exists(meeting):
            os.remove(meeting)
        os.environ.setdefault('GLOO_SOCKET_IFNAME', 'lo')
        processes.spawn(train, (a, meeting), a.cores)


def train(rank, a, meeting=None):
    parent = os.getppid()
    if meeting:
        torch.set_num_threads(1)
        dist.init_process_group('gloo', init_method=f'file://{meeting}', rank=rank, world_size=a.cores)
    torch.manual_seed(a.seed)
    device = 'cuda' if torch.cuda.is_available() else 'cpu'
    packed = prompts.Packed(a.work, 'train')
    folder = os.path.join(a.work, 'runs', a.run)
    checkpoint, moments = os.path.join(folder, 'checkpoint'), os.path.join(folder, 'optimizer.pt')
    step, tokens = 0, 0
    if os.path.exists(os.path.join(checkpoint, 'model.safetensors')):
        net, meta = M.load(checkpoint)
        step, tokens = int(meta['step']), int(meta['tokens'])
    elif a.start:
        net, meta = M.load(a.start)
        tokens = int(meta.get('tokens', 0))
    else:
        net = M.Decoder(M.Config(packed.tokenizer.get_vocab_size(), a.width, a.layers, a.heads, a.kv_heads, a.inner))
    net.to(device)
    matrices = [p for n, p in net.named_parameters() if p.dim() == 2 and 'embed' not in n]
    others = [p for n, p in net.named_parameters() if p.dim() != 2 or 'embed' in n]
    optimizers = [Muon(matrices, a.lr), torch.optim.AdamW(others, a.lr_embedding, betas=(0.9, 0.95), weight_decay=0.0)]
    rewarm = step
    if os.path.exists(moments):
        saved = torch.load(moments, map_location=device, weights_only=True)
        if saved['step'] == step:
            for o, s in zip(optimizers, saved['states']):
                o.load_state_dict(s)
            net.load_state_dict(saved['weights'])                   # float32: exact resumption
            rewarm = -a.warmup
    base = [a.lr, a.lr_embedding]
    if rank == 0:
        print(f'{sum(p.numel() for p in net.parameters()):,} parameters, {device}, step {step} of {a.steps}', flush=True)
    forward = net if a.no_compile else torch.compile(net)
    held_out = prompts.held_out(a.work) if rank == 0 and os.path.exists(os.path.join(a.work, 'packed', 'dev.npz')) else []

    def run(ids, weights):
        with autocast(device):
            return forward(torch.from_numpy(ids).to(device), torch.from_numpy(weights).to(device))

    def store():
        M.save(net, checkpoint, {'step': step, 'tokens': tokens})
        torch.save({'step': step, 'states': [o.state_dict() for o in optimizers], 'weights': net.state_dict()}, moments + '.tmp')
        os.replace(moments + '.tmp', moments)

    log = open(os.path.join(folder, 'loss.tsv'), 'a')
    smooth, since, saved_at, counted, apart = None, time.time(), time.time(), 0, 0
    while step < a.steps:
        if meeting and os.getppid() != parent:                      # killed alone, it would leave the cores at work
            sys.exit('the process that started this core is gone')
        scale = min(1.0, (step - rewarm + 1) / a.warmup, (a.steps - step) / a.decay if a.decay else 1.0)
        for o, lr in zip(optimizers, base):
            for g in o.param_groups:
                g['lr'] = lr * scale
        ids, weights = prompts.batch(packed, np.random.default_rng([a.seed, step] if rank == 0 else [a.seed, step, rank]), a.batch, short=a.short, line_weight=a.line_weight)
        loss = run(ids, weights)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        for o in optimizers:
            o.step()
            o.zero_grad(set_to_none=True)
        value = loss.item()
        if not math.isfinite(value):
            sys.exit(f'step {step}: the loss is {value}; the last checkpoint is whole')
        smooth = value if smooth is None else 0.98 * smooth + 0.02 * value
        n = int((ids != packed.PAD).sum())
        step, counted, apart = step + 1, counted + n, apart + n
        together = a.cores == 1 or step % a.average_every == 0 or step == a.steps
        if together:
            tokens, apart = tokens + (average(net, apart) if a.cores > 1 else apart), 0
        if rank > 0:
            continue
        if step % 50 == 0 or step == a.steps:
            speed = a.cores * counted / (time.time() - since)
            left = (a.steps - step) * a.cores * a.batch * prompts.LENGTH / speed / 60
            print(f'step {step}/{a.steps}  loss {smooth:.3f}  {tokens / 1e6:.1f}M tokens  {speed:.0f} tokens/s  {left:.0f} min left', flush=True)
            held = ''
            if held_out and (step % DEV_EVERY == 0 or step == a.steps):
                with torch.no_grad():
                    held = f'{np.mean([run(*b).item() for b in held_out]):.4f}'
                print(f'development loss {held}', flush=True)
            log.write(f'{step}\t{tokens}\t{smooth:.4f}\t{held}\t{speed:.0f}\n')
            log.flush()
            since, counted = time.time(), 0
        if together and time.time() - saved_at > SAVE_MINUTES * 60 or step == a.steps:
            store()
            saved_at = time.time()
    if meeting:
        # All is written. Threads of the group are still alive while the interpreter winds down and abort it now and then
        # (pytorch/pytorch#190489), which takes the other cores along; destroying the group first does not keep them from it.
        log.close()
        os._exit(0)


if __name__ == '__main__':
    main()
