"""Eight-bit weights and activations: how they are made, and a network that computes as if in them.

A weight [out, in] becomes integers of -127…127 and one scale for each row: round(w / scale), scale
= max |row| / 127. An activation, the vector of one word piece, becomes integers of 0…255: scale =
(max - min) / 255 with min <= 0 <= max, zero = round(-min / scale), round(x / scale) + zero.
"""
import torch
import torch.nn as nn


def rows(weight):
    """Integers [.., in] and scales [..] of a tensor, a scale for each row of its last dimension."""
    scale = (weight.abs().amax(-1) / 127).clamp(min=1e-12)
    return torch.round(weight / scale[..., None]).clamp(-127, 127).to(torch.int8), scale


def rounded(weight):
    values, scale = rows(weight)
    return values.float() * scale[..., None]


def activation(x):
    low, high = x.amin(-1, keepdim=True).clamp(max=0), x.amax(-1, keepdim=True).clamp(min=0)
    scale = ((high - low) / 255).clamp(min=1e-12)
    zero = torch.round(-low / scale)
    return ((torch.round(x / scale) + zero).clamp(0, 255) - zero) * scale


class Linear(nn.Module):
    def __init__(self, exact):
        super().__init__()
        self.weight, self.bias = nn.Parameter(rounded(exact.weight.data)), exact.bias

    def forward(self, x):
        return nn.functional.linear(activation(x), self.weight, self.bias)


def simulate(net):
    """Changes a network so that it computes as the exported weights do."""
    for table in (net.embed.word, net.embed.position, net.accusation.look.near):
        table.weight.data = rounded(table.weight.data)
    for layer in (*net.embed.layer, *net.accusation.look.layer):
        for name in ("q", "k", "v", "o", "up", "down"):
            setattr(layer, name, Linear(getattr(layer, name)))
    for head in (net.attribution, net.accusation, net.coreference):
        for part in (head.left, head.right):
            part.weight.data = rounded(part.weight.data)
        head.bilinear.data = rounded(head.bilinear.data)
    return net
