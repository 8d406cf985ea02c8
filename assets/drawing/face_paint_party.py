"""Four more painted faces, in the same texture space: clown, rainbow, star, blossom."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from assets.drawing.canvas import Canvas, Colour, Field, Place
from assets.drawing.strokes import bristles, eye_liner, gradient, outline, skin, star

_SIZE = (1024, 1024)
_INK: Colour = (24, 18, 26)


def draw(folder: Path) -> None:
    """Write `face_paint_<design>.png` for every design of this file."""
    designs: dict[str, Callable[[Canvas], None]] = {
        "clown": _clown,
        "rainbow": _rainbow,
        "star": _star_eye,
        "blossom": _blossom,
    }
    for name, design in designs.items():
        canvas = Canvas(_SIZE)
        design(canvas)
        canvas.save(folder / f"face_paint_{name}.png")


def _clown(c: Canvas) -> None:
    face = skin(c, 14)
    grain = bristles(c, 21)
    white = gradient(c, (252, 250, 246), (240, 234, 228), 200, 950)
    c.paint(face * (0.84 + 0.14 * grain), white, 0.97)
    # a tall diamond through each eye
    blue: Colour = (28, 92, 186)
    diamond = c.blob(((352, 232), (380, 310), (428, 388), (384, 452), (352, 556), (322, 452),
                      (272, 388), (324, 310)))  # fmt: skip
    both = c.mirrored(diamond)
    c.paint(both * (0.88 + 0.12 * grain), gradient(c, (64, 156, 232), blue, 240, 540), 0.96)
    c.paint(outline(c, both, 6), _INK, 0.95)
    brow = c.stroke(((270, 228), (318, 190), (372, 182), (424, 206)), (4, 17, 15, 4))
    c.paint(c.mirrored(brow), _INK, 0.95)
    c.paint(eye_liner(c, 14), _INK, 0.95)
    cheek = c.mirrored(c.disc((206, 600), (82, 76)))
    c.paint(c.soft(cheek, 18) * (0.8 + 0.2 * grain), (240, 84, 92), 0.85)
    # the ball of the nose, lit from above
    ball = c.disc((512, 556), (88, 76))
    c.paint(c.soft(ball, 2), gradient(c, (240, 44, 44), (176, 10, 24), 490, 640), 0.98)
    c.paint(c.soft(c.disc((488, 528), (22, 14), -20), 7), (255, 214, 208), 0.75)
    # a wide red smile around the lips, its corners curled
    smile = c.blob(((512, 648), (440, 636), (352, 668), (262, 628), (286, 708), (360, 776),
                    (440, 808), (512, 814)))  # fmt: skip
    mouth = c.mirrored(smile)
    c.paint(mouth * (0.9 + 0.1 * grain), gradient(c, (232, 38, 44), (188, 14, 30), 640, 810), 0.97)
    c.paint(outline(c, mouth, 7), _INK, 0.95)
    line = c.stroke(((512, 712), (430, 712), (350, 706), (284, 660)), (6, 7, 6, 2))
    c.paint(c.mirrored(line), _INK, 0.85)
    shine = c.stroke(((420, 770), (470, 784), (520, 787), (560, 784)), (2, 8, 8, 2))
    c.paint(c.soft(shine, 3), (255, 190, 190), 0.7)
    for spot in ((512, 232), (452, 262), (572, 262)):
        c.paint(c.disc(spot, 17), (252, 190, 40), 0.96)
        c.paint(outline(c, c.disc(spot, 17), 4), _INK, 0.9)


def _rainbow(c: Canvas) -> None:
    """Six bands over cheeks and nose with a glitter of stars, clouds at the temples' end."""
    grain = bristles(c, 31)
    bands: tuple[Colour, ...] = (
        (232, 48, 62), (246, 142, 40), (252, 214, 64), (64, 182, 92), (54, 128, 220), (132, 76, 190)
    )  # fmt: skip
    for number, colour in enumerate(bands):
        y = 446 + 27 * number
        line = ((120, y + 22), (240, y + 14), (380, y + 2), (512, y - 4), (644, y + 2),
                (784, y + 14), (904, y + 22))  # fmt: skip
        band = c.stroke(line, (27, 29, 29, 29, 29, 29, 27))
        c.paint(c.soft(band, 1.5) * (0.82 + 0.18 * grain), colour, 0.93)
    light = c.stroke(((180, 480), (380, 462), (512, 456), (644, 462), (844, 480)), (2, 8, 10, 8, 2))
    c.paint(c.soft(light, 4), (255, 240, 240), 0.35)
    cloud = np.zeros(c.shape, np.float32)
    for at, radius in (((96, 560), 52), ((146, 524), 50), ((196, 560), 46), ((140, 592), 52),
                       ((92, 512), 38), ((202, 600), 30)):  # fmt: skip
        cloud = np.maximum(cloud, c.disc(at, radius))
    clouds = c.mirrored(np.asarray(cloud, np.float32))
    c.paint(c.soft(clouds, 2), gradient(c, (255, 255, 255), (206, 224, 246), 490, 640), 0.97)
    c.paint(outline(c, clouds, 4), (120, 150, 200), 0.35)
    for at, radius in (((268, 416), 15), ((226, 436), 9), ((300, 640), 11), ((250, 652), 7),
                       ((352, 656), 8), ((436, 420), 8)):  # fmt: skip
        c.paint(star(c, at, 1.4 * radius), (255, 250, 214), 0.95)


def _star_eye(c: Canvas) -> None:
    """A glittering star over one eye, a lined other one, small stars down the cheek."""
    grain = bristles(c, 41)
    glitter = np.asarray((c.noise(43, (3.2, 3.2)) > 0.80), np.float32) * c.noise(44, (40, 40))
    centre: Place = (344, 388)
    for reach, colours in (
        (214, ((18, 16, 34), (34, 26, 66))),
        (188, ((250, 198, 72), (236, 116, 58))),
    ):
        shape = c.soft(_five(c, centre, reach), 3)
        shape = np.asarray(np.clip((shape - 0.5) * 4 + 0.5, 0, 1), np.float32)
        c.paint(shape * (0.9 + 0.1 * grain), gradient(c, *colours, 200, 560), 0.97)
    inner = c.soft(_five(c, centre, 138), 3)
    inner = np.asarray(np.clip((inner - 0.5) * 4 + 0.5, 0, 1), np.float32)
    c.paint(inner * (0.9 + 0.1 * grain), gradient(c, (86, 40, 150), (30, 96, 196), 280, 500), 0.96)
    c.paint(_five(c, centre, 180) * c.soft(glitter, 0.8), (255, 248, 224), 0.95)
    liner = eye_liner(c, 16)
    c.paint(liner, (20, 14, 30), 0.96)
    wing = c.stroke(((732, 388), (772, 364), (812, 344)), (16, 11, 2))
    c.paint(wing, (20, 14, 30), 0.95)
    for at, reach, colour in (
        ((238, 560), 40, (250, 198, 72)), ((306, 616), 27, (86, 40, 150)),
        ((188, 640), 24, (30, 96, 196)), ((262, 690), 20, (250, 198, 72)),
        ((512, 236), 26, (250, 198, 72)), ((226, 738), 13, (86, 40, 150)),
        ((456, 206), 15, (30, 96, 196)), ((800, 430), 16, (250, 198, 72)),
    ):  # fmt: skip
        c.paint(_five(c, at, 1.28 * reach), (18, 16, 34), 0.92)
        c.paint(_five(c, at, reach), colour, 0.97)
    for at, radius in (((160, 560), 6), ((344, 664), 5), ((216, 600), 5), ((560, 214), 5),
                       ((408, 232), 5), ((836, 404), 5), ((300, 730), 4)):  # fmt: skip
        c.paint(c.disc(at, radius), (255, 244, 214), 0.95)


def _blossom(c: Canvas) -> None:
    """A garland over one brow and down the cheek, a few blossoms on the other side."""
    green: Colour = (46, 112, 74)
    vines: tuple[tuple[Place, ...], ...] = (
        ((560, 222), (470, 196), (370, 186), (268, 214), (190, 290), (160, 390), (170, 500),
         (214, 610), (290, 690)),
        ((214, 610), (236, 560), (290, 540), (322, 556)),
        ((760, 236), (820, 290), (852, 370), (850, 450)),
    )  # fmt: skip
    for vine in vines:
        c.paint(c.stroke(vine, (3, 9, 9, 9, 3)), green, 0.95)
    leaves = (
        *(
            ((520, 186), 20, 34),
            ((430, 168), -30, 36),
            ((322, 176), -38, 38),
            ((232, 238), -70, 40),
        ),
        *(
            ((128, 340), -110, 36),
            ((206, 456), 60, 36),
            ((136, 478), 100, 36),
            ((180, 646), 120, 34),
        ),
        *(((268, 628), 40, 34), ((310, 716), 50, 32), ((322, 536), 20, 26), ((806, 246), 50, 34)),
        *(((878, 346), 80, 32), ((826, 398), 100, 30), ((858, 476), 95, 30), ((598, 236), 20, 26)),
    )
    for at, angle, long in leaves:
        leaf = c.disc(at, (long, 0.40 * long), angle)
        c.paint(leaf, gradient(c, (104, 176, 92), green, at[1] - long, at[1] + long), 0.96)
        c.paint(outline(c, leaf, 2.5), (24, 66, 46), 0.8)
    for at, radius, petal, heart in (
        ((196, 296), 64, (240, 84, 130), (255, 220, 110)),
        ((330, 200), 50, (252, 246, 240), (246, 176, 52)),
        ((164, 424), 50, (250, 160, 96), (252, 232, 150)),
        ((214, 566), 56, (150, 96, 208), (255, 224, 120)),
        ((452, 204), 36, (240, 84, 130), (255, 220, 110)),
        ((292, 668), 36, (252, 246, 240), (246, 176, 52)),
        ((104, 366), 28, (150, 96, 208), (255, 224, 120)),
        ((830, 302), 50, (240, 84, 130), (255, 220, 110)),
        ((856, 406), 38, (252, 246, 240), (246, 176, 52)),
        ((768, 232), 30, (150, 96, 208), (255, 224, 120)),
    ):  # fmt: skip
        _flower(c, at, radius, petal, heart)
    c.paint(c.soft(eye_liner(c, 8), 7), (196, 66, 118), 0.5)
    for at in ((300, 470), (336, 478), (372, 474), (652, 474), (688, 478), (724, 470)):
        c.paint(c.disc(at, 6.5), (252, 246, 240), 0.95)
    for at, radius in (((566, 216), 7), ((546, 190), 5), ((330, 620), 6), ((352, 596), 4)):
        c.paint(c.disc(at, radius), (240, 84, 130), 0.95)


def _flower(c: Canvas, at: Place, radius: float, petal: Colour, heart: Colour) -> None:
    """Five rounded petals, darker towards the middle, with a button and stamens."""
    dark: Colour = (max(petal[0] - 90, 0), max(petal[1] - 90, 0), max(petal[2] - 80, 0))
    turns = np.linspace(0, 2 * np.pi, 5, endpoint=False) + 0.02 * at[0]
    for turn in turns:
        middle = (at[0] + 0.55 * radius * np.cos(turn), at[1] + 0.55 * radius * np.sin(turn))
        one = c.disc((float(middle[0]), float(middle[1])), (0.50 * radius, 0.44 * radius),
                     float(np.degrees(turn)))  # fmt: skip
        c.paint(one, petal, 0.97)
        c.paint(one * c.soft(c.disc(at, 0.36 * radius), 0.16 * radius), dark, 0.75)
        c.paint(outline(c, one, 2.5), dark, 0.75)
    c.paint(c.disc(at, 0.22 * radius), heart, 0.98)
    for turn in np.linspace(0, 2 * np.pi, 9, endpoint=False):
        spot = (
            at[0] + 0.32 * radius * float(np.cos(turn)),
            at[1] + 0.32 * radius * float(np.sin(turn)),
        )
        c.paint(c.disc(spot, 0.045 * radius), heart, 0.95)


def _five(c: Canvas, at: Place, radius: float) -> Field:
    """A five-pointed star, one point up and leaning to the left."""
    turn = np.arange(10) * np.pi / 5 - 0.13
    reach = radius * np.where(np.arange(10) % 2 == 0, 1.0, 0.46)
    return c.polygon(np.stack((at[0] + reach * np.sin(turn), at[1] - reach * np.cos(turn)), 1))
