"""The number format that this machine multiplies fastest."""
import contextlib, functools, time
import torch


def seconds(a, b):
    """Processor time of a product, the least of five: what else runs on the machine does not count."""
    taken = []
    for _ in range(6):
        start = time.thread_time()
        a @ b
        taken.append(time.thread_time() - start)
    return min(taken[1:])


@functools.cache
def faster_in_bfloat16(device='cpu'):
    """Whether bfloat16 products take less time than float32 ones. Measured, since what the processor says of itself does not tell:
    without instructions for it they are emulated, many times slower, and AVX512_BF16 without AMX has been seen at half of
    float32's speed."""
    if device != 'cpu':
        return True
    threads, a = torch.get_num_threads(), torch.ones(512, 512)
    torch.set_num_threads(1)                                        # the threads of a product wait for each other, and waiting counts
    try:
        return seconds(a.bfloat16(), a.bfloat16()) < seconds(a, a)
    finally:
        torch.set_num_threads(threads)


def autocast(device='cpu'):
    """bfloat16 products where they are faster, float32 elsewhere."""
    return torch.autocast(device, torch.bfloat16) if faster_in_bfloat16(device) else contextlib.nullcontext()
