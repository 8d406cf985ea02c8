"""The trunk of RVM: MobileNetV3-Large, its last stage dilated, to features down to 1/16.

Layer facts: Howard et al. 2019 (arXiv 1905.02244), table 1; RVM (arXiv 2108.11515) drops the last
stride and dilates what follows. Written from those facts.
"""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor, nn
from torch.nn import functional as F

CHANNELS = (16, 24, 40, 960)
"""Channels of the features at 1/2, 1/4, 1/8 and 1/16."""

# (in, kernel, expanded, out, squeeze-and-excite, hard swish, stride, dilation)
_BLOCKS = (
    (16, 3, 16, 16, False, False, 1, 1),
    (16, 3, 64, 24, False, False, 2, 1),
    (24, 3, 72, 24, False, False, 1, 1),
    (24, 5, 72, 40, True, False, 2, 1),
    (40, 5, 120, 40, True, False, 1, 1),
    (40, 5, 120, 40, True, False, 1, 1),
    (40, 3, 240, 80, False, True, 2, 1),
    (80, 3, 200, 80, False, True, 1, 1),
    (80, 3, 184, 80, False, True, 1, 1),
    (80, 3, 184, 80, False, True, 1, 1),
    (80, 3, 480, 112, True, True, 1, 1),
    (112, 3, 672, 112, True, True, 1, 1),
    (112, 5, 672, 160, True, True, 1, 2),
    (160, 5, 960, 160, True, True, 1, 2),
    (160, 5, 960, 160, True, True, 1, 2),
)
_TAPPED = (0, 2, 5)

_MEAN = (0.485, 0.456, 0.406)
_DEVIATION = (0.229, 0.224, 0.225)


class MobileNetV3(nn.Module):
    """Pictures to features at four scales."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = _ConvNorm(3, 16, 3, stride=2, act=F.hardswish)
        self.blocks = nn.ModuleList(_Block(*row) for row in _BLOCKS)
        self.last = _ConvNorm(160, CHANNELS[3], 1, act=F.hardswish)

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """See one batch.

        Args:
            image: (N, 3, H, W) in [0, 1]; H and W divisible by 16.
        Returns:
            (N, C, H/s, W/s) for s = 2, 4, 8, 16 with C from `CHANNELS`.
        """
        mean, deviation = (image.new_tensor(v).view(1, 3, 1, 1) for v in (_MEAN, _DEVIATION))
        x = self.stem((image - mean) / deviation)
        features = []
        for index, block in enumerate(self.blocks):
            x = block(x)
            if index in _TAPPED:
                features.append(x)
        half, quarter, eighth = features
        return half, quarter, eighth, self.last(x)


class _ConvNorm(nn.Module):
    def __init__(
        self,
        cin: int,
        cout: int,
        kernel: int,
        stride: int = 1,
        dilation: int = 1,
        groups: int = 1,
        act: Callable[[Tensor], Tensor] | None = None,
    ) -> None:
        super().__init__()
        pad = (kernel - 1) // 2 * dilation
        self.conv = nn.Conv2d(
            cin, cout, kernel, stride, pad, dilation=dilation, groups=groups, bias=False
        )
        self.norm = nn.BatchNorm2d(cout, eps=1e-3, momentum=0.01)
        self.act = act

    def forward(self, x: Tensor) -> Tensor:
        x = self.norm(self.conv(x))
        return x if self.act is None else self.act(x)


class _Excite(nn.Module):
    """Squeeze-and-excite with a hard sigmoid: each channel weighted by the whole picture."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        squeezed = _to_eights(channels / 4)
        self.squeeze = nn.Conv2d(channels, squeezed, 1)
        self.excite = nn.Conv2d(squeezed, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        scale = self.excite(F.relu(self.squeeze(x.mean((2, 3), keepdim=True))))
        return x * F.hardsigmoid(scale)


class _Block(nn.Module):
    """Inverted residual: expand, filter each channel, excite, project."""

    def __init__(
        self,
        cin: int,
        kernel: int,
        wide: int,
        cout: int,
        excite: bool,
        swish: bool,
        stride: int,
        dilation: int,
    ) -> None:
        super().__init__()
        act = F.hardswish if swish else F.relu
        self.expand = _ConvNorm(cin, wide, 1, act=act) if wide != cin else nn.Identity()
        self.depthwise = _ConvNorm(wide, wide, kernel, stride, dilation, groups=wide, act=act)
        self.excite = _Excite(wide) if excite else nn.Identity()
        self.project = _ConvNorm(wide, cout, 1)
        self.residual = stride == 1 and cin == cout

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.project(self.excite(self.depthwise(self.expand(x))))
        return x + y if self.residual else y


def _to_eights(channels: float) -> int:
    """The nearest multiple of 8, at least 8 and never more than a tenth below."""
    rounded = max(8, int(channels + 4) // 8 * 8)
    return rounded + 8 if rounded < 0.9 * channels else rounded
