"""The number format that this machine multiplies fastest."""
import contextlib
import torch


def has_bfloat16(device='cpu'):
    """Whether matrices are multiplied in bfloat16 by hardware. Without it (AVX2) the products are emulated, many times slower than
    in float32."""
    return device != 'cpu' or torch.ops.mkldnn._is_mkldnn_bf16_supported()


def autocast(device='cpu'):
    """bfloat16 products where the hardware has them, float32 elsewhere."""
    return torch.autocast(device, torch.bfloat16) if has_bfloat16(device) else contextlib.nullcontext()
