"""Three painted faces, drawn in the canonical face's texture space.

Coordinates are texels of a 1024 x 1024 texture: eyes at (352, 388) and (672, 388), the tip of the
nose at (512, 560), the lips' line from (390, 711) to (634, 711), the chin at y = 977. Everything is
drawn for the left half of the texture and mirrored, and fades out before the face's outline.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from assets.drawing.canvas import Canvas, Colour, Place
from assets.drawing.strokes import bristles, eye_liner, gradient, outline, skin, star

_SIZE = (1024, 1024)
Stroke = tuple[tuple[Place, ...], tuple[float, ...]]


def draw(folder: Path) -> None:
    """Write `face_paint_<design>.png` for every design."""
    designs: dict[str, Callable[[Canvas], None]] = {
        "tiger": _tiger,
        "butterfly": _butterfly,
        "skull": _skull,
    }
    for name, design in designs.items():
        canvas = Canvas(_SIZE)
        design(canvas)
        canvas.save(folder / f"face_paint_{name}.png")


def _tiger(c: Canvas) -> None:
    face = skin(c, 16)
    grain = bristles(c, 3)
    c.paint(face * (0.80 + 0.16 * grain), gradient(c, (250, 176, 44), (232, 96, 18), 200, 900))
    # lighter where a tiger is light: brows, muzzle, chin
    for blob, strength in (
        (((290, 330), (330, 262), (420, 255), (455, 320), (420, 352), (340, 345)), 0.95),
        (((512, 610), (430, 600), (330, 660), (318, 770), (400, 850), (512, 868)), 0.97),
        (((60, 560), (120, 540), (200, 690), (290, 830), (230, 850), (110, 740)), 0.75),
    ):
        mask = c.soft(c.mirrored(c.blob(blob)), 15)
        c.paint(mask * face * (0.86 + 0.14 * grain), (255, 247, 228), strength)
    black: list[Stroke] = [
        (((512, 150), (498, 205), (512, 262)), (10, 26, 4)),
        (((455, 138), (430, 190), (470, 232), (494, 262)), (8, 24, 20, 3)),
        (((372, 140), (352, 190), (392, 232), (446, 244)), (6, 26, 22, 3)),
        (((268, 176), (272, 222), (322, 246), (372, 248)), (5, 24, 20, 3)),
        (((186, 236), (206, 282), (250, 290), (292, 276)), (5, 24, 20, 3)),
        (((108, 322), (150, 344), (196, 342), (236, 326)), (5, 24, 20, 3)),
        (((62, 420), (112, 432), (168, 420), (222, 404)), (5, 24, 22, 3)),
        (((44, 512), (104, 520), (170, 500), (236, 466)), (5, 28, 24, 3)),
        (((56, 606), (120, 606), (190, 574), (262, 524)), (5, 30, 24, 3)),
        (((86, 706), (150, 690), (222, 644), (290, 590)), (5, 30, 24, 3)),
        (((146, 796), (206, 764), (268, 712), (312, 664)), (5, 28, 22, 3)),
        (((232, 866), (276, 822), (316, 776), (336, 734)), (5, 24, 18, 3)),
        (((336, 908), (364, 874), (380, 840), (384, 806)), (5, 20, 16, 3)),
        (((430, 938), (440, 908), (436, 878), (428, 856)), (4, 18, 14, 3)),
        (((424, 470), (448, 500), (452, 540), (440, 580)), (3, 12, 14, 3)),
        (((436, 340), (470, 366), (484, 410), (482, 452)), (4, 16, 14, 3)),
    ]  # fmt: skip
    for line, widths in black:
        c.paint(c.mirrored(c.stroke(line, widths)) * face, (24, 17, 14), 0.95)
    # eyes lined, the inner corners drawn down along the nose
    c.paint(eye_liner(c, 20), (20, 14, 12), 0.97)
    liner = c.stroke(((424, 402), (446, 430), (452, 466)), (20, 13, 2))
    liner = np.maximum(liner, c.stroke(((292, 384), (258, 366), (226, 350)), (20, 14, 2)))
    c.paint(c.mirrored(np.asarray(liner, np.float32)), (20, 14, 12), 0.97)
    nose = c.mirrored(c.blob(((512, 532), (464, 548), (446, 580), (474, 602), (512, 622))))
    c.paint(c.soft(nose, 2), (36, 22, 22), 0.96)
    c.paint(c.soft(c.mirrored(c.disc((488, 553), (13, 6), -15)), 5), (210, 170, 170), 0.55)
    c.paint(c.stroke(((512, 616), (512, 668)), (9, 7)), (24, 17, 14), 0.95)
    for spot in ((396, 640), (366, 664), (412, 666), (352, 700), (386, 692)):
        c.paint(c.mirrored(c.disc(spot, 6.5)), (24, 17, 14), 0.92)
    mouth = c.stroke(((512, 666), (462, 690), (420, 702), (384, 694), (362, 670)), (13, 14, 12, 3))
    c.paint(c.mirrored(mouth), (24, 17, 14), 0.9)


def _butterfly(c: Canvas) -> None:
    face = skin(c, 12)
    grain = bristles(c, 5)
    upper = c.blob(
        ((484, 372), (448, 300), (384, 226), (290, 190), (202, 226), (132, 306), (100, 396),
         (132, 466), (222, 486), (340, 472), (440, 440))
    )  # fmt: skip
    lower = c.blob(
        ((470, 444), (380, 476), (250, 500), (158, 544), (142, 622), (196, 694), (270, 690),
         (350, 610), (424, 530), (466, 480))
    )  # fmt: skip
    for wing, top, bottom, low, high in (
        (lower, (255, 120, 190), (255, 196, 92), 460, 690),
        (upper, (72, 52, 190), (64, 200, 226), 170, 470),
    ):
        both = c.mirrored(wing)
        rim = np.asarray(c.soft(both, 3) * (1 - c.soft(both, 20) ** 3), np.float32)
        c.paint(both * face * (0.86 + 0.14 * grain), gradient(c, top, bottom, low, high), 0.94)
        c.paint(both * np.clip(rim * 1.7, 0, 1) * face, (26, 16, 58), 0.9)
        c.paint(outline(c, both, 8) * face, (20, 12, 44), 0.97)
    glow = c.soft(c.mirrored(c.disc((330, 390), (120, 74), -8)), 30)
    c.paint(glow * c.mirrored(upper), (190, 250, 255), 0.55)
    veins: list[Stroke] = [
        (((470, 384), (410, 320), (330, 260), (234, 222)), (10, 9, 7, 3)),
        (((462, 400), (380, 352), (262, 312), (146, 304)), (9, 8, 6, 3)),
        (((300, 412), (230, 412), (170, 404), (116, 392)), (4, 8, 6, 3)),
        (((462, 456), (380, 510), (280, 570), (172, 594)), (9, 8, 6, 3)),
        (((458, 474), (392, 548), (320, 616), (238, 668)), (8, 7, 6, 3)),
    ]  # fmt: skip
    for line, widths in veins:
        c.paint(c.mirrored(c.stroke(line, widths)), (20, 12, 44), 0.9)
    spots = (
        *(((216, 232), 11), ((182, 262), 9), ((154, 296), 8), ((132, 334), 7), ((254, 210), 9)),
        *(((118, 372), 6), ((166, 630), 9), ((192, 664), 8), ((156, 592), 7), ((228, 684), 6)),
    )
    for spot, radius in spots:
        c.paint(c.mirrored(c.disc(spot, radius)), (255, 255, 255), 0.95)
    for spot in ((284, 242), (336, 310), (214, 348), (300, 560), (236, 600)):
        c.paint(star(c, spot, 15), (255, 250, 220), 0.9)
    c.paint(eye_liner(c, 15), (18, 10, 40), 0.96)
    wing_tip = c.stroke(((300, 386), (262, 366), (222, 350)), (17, 12, 2))
    c.paint(c.mirrored(wing_tip), (18, 10, 40), 0.96)
    # body and feelers
    body = c.stroke(((512, 322), (512, 400), (512, 480), (512, 548)), (10, 27, 22, 5))
    c.paint(body, (34, 20, 66), 0.97)
    sheen = c.soft(c.stroke(((507, 352), (506, 420), (508, 500)), (3, 8, 2)), 2)
    c.paint(sheen, (150, 130, 230), 0.8)
    feeler = c.stroke(((508, 326), (492, 262), (452, 206), (412, 186)), (7, 6, 5, 5))
    c.paint(c.mirrored(np.maximum(feeler, c.disc((410, 186), 9))), (26, 16, 58), 0.95)


def _skull(c: Canvas) -> None:
    face = skin(c, 14)
    grain = bristles(c, 7)
    c.paint(face * (0.84 + 0.13 * grain), gradient(c, (250, 248, 240), (226, 222, 212), 300, 950))
    hollow = c.mirrored(c.blob(((40, 560), (150, 596), (280, 640), (330, 720), (300, 800),
                                (210, 800), (110, 720))))  # fmt: skip
    c.paint(c.soft(hollow, 22) * face, (38, 34, 40), 0.86)
    temple = c.mirrored(c.blob(((40, 330), (110, 250), (160, 330), (140, 440), (60, 460))))
    c.paint(c.soft(temple, 24) * face, (60, 54, 60), 0.6)
    # sockets with petals around them
    petals = np.zeros_like(face)
    for turn in np.linspace(0, 2 * np.pi, 15, endpoint=False):
        at = (350 + 116 * float(np.cos(turn)), 384 + 92 * float(np.sin(turn)))
        petals = np.maximum(petals, c.disc(at, (27, 25), float(np.degrees(turn))))
    petals = c.mirrored(np.asarray(petals, np.float32))
    c.paint(petals, gradient(c, (214, 32, 82), (250, 120, 40), 290, 480), 0.96)
    c.paint(outline(c, petals, 5), (22, 16, 20), 0.95)
    socket = c.mirrored(c.disc((350, 384), (112, 88)))
    c.paint(socket, (20, 16, 20), 0.97)
    c.paint(c.soft(c.mirrored(c.disc((350, 384), (74, 44))), 16), (120, 26, 60), 0.75)
    for turn in np.linspace(0, 2 * np.pi, 15, endpoint=False):
        at = (350 + 97 * float(np.cos(turn)), 384 + 75 * float(np.sin(turn)))
        c.paint(c.mirrored(c.disc(at, 4.5)), (255, 240, 200), 0.9)
    # an upturned heart for the nose
    heart = c.blob(((512, 500), (486, 534), (462, 574), (468, 604), (492, 606), (512, 588)))
    c.paint(c.mirrored(heart), (20, 16, 20), 0.97)
    # teeth: the lips' line carried out to the cheeks, stitched across
    c.paint(c.soft(c.mirrored(c.disc((512, 711), (150, 62))), 10), (252, 250, 244), 0.9)
    smile = c.stroke(((512, 711), (400, 709), (320, 684), (236, 630)), (8, 9, 8, 2))
    c.paint(c.mirrored(smile), (20, 16, 20), 0.97)
    for x, y, tall in ((512, 711, 118), (472, 711, 116), (432, 711, 104), (394, 708, 84),
                       (358, 698, 64), (324, 684, 48), (290, 666, 34)):  # fmt: skip
        lean = (512 - x) * 0.10
        tooth = c.stroke(((x + lean, y - tall / 2), (x, y), (x + lean, y + tall / 2)), (3, 8, 3))
        c.paint(c.mirrored(tooth), (20, 16, 20), 0.95)
    _skull_ornaments(c)


def _skull_ornaments(c: Canvas) -> None:
    """A flower and leaves on the forehead, scrolls on the cheeks, dots on the chin."""
    teal: Colour = (18, 140, 142)
    for turn in np.linspace(0, 2 * np.pi, 7, endpoint=False):
        at = (512 + 33 * float(np.sin(turn)), 208 - 33 * float(np.cos(turn)))
        petal = c.disc(at, (15, 25), float(np.degrees(turn)))
        c.paint(petal, (214, 32, 82), 0.95)
        c.paint(outline(c, petal, 3), (22, 16, 20), 0.9)
    c.paint(c.disc((512, 208), 16), (252, 186, 48), 0.97)
    c.paint(outline(c, c.disc((512, 208), 16), 3), (22, 16, 20), 0.9)
    scrolls: list[Stroke] = [
        (((456, 214), (410, 190), (356, 196), (334, 226), (356, 244), (374, 228)), (9, 9, 7, 2)),
        (((440, 246), (400, 238), (380, 258)), (3, 11, 2)),
        (((512, 262), (512, 300), (512, 340)), (4, 14, 3)),
        (((490, 270), (478, 296), (484, 326)), (3, 10, 2)),
        (((238, 548), (196, 520), (150, 530), (140, 562), (164, 574)), (8, 9, 8, 6, 2)),
        (((260, 566), (224, 566), (202, 586)), (3, 10, 2)),
        (((512, 822), (512, 862), (512, 902)), (4, 17, 3)),
        (((494, 832), (470, 858), (474, 892)), (3, 12, 2)),
        (((470, 840), (428, 850), (402, 884)), (3, 11, 2)),
    ]  # fmt: skip
    for line, widths in scrolls:
        c.paint(c.mirrored(c.stroke(line, widths)), teal, 0.95)
    dots = (
        *(((322, 262), 7), ((296, 280), 5.5), ((512, 356), 7), ((440, 800), 6)),
        *(((404, 820), 5), ((512, 922), 6), ((284, 520), 6), ((312, 528), 5)),
    )
    for spot, radius in dots:
        c.paint(c.mirrored(c.disc(spot, radius)), (214, 32, 82), 0.95)
