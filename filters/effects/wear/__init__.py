"""Things worn on the head."""

from __future__ import annotations

from filters.compositing import Laid
from filters.effects.wear import beard, ears, face_mask, glasses, halo, hat, horns, moustache, nose
from filters.filter import Filter

FILTERS: tuple[Filter, ...] = (
    Filter(
        id="glasses",
        title="Glasses",
        description="Four pairs that turn with the head, their arms reaching back to the ears.",
        params=glasses.GlassesParams,
        family="Wearables",
        render=glasses.render,
        laid=Laid.HEAD,
    ),
    Filter(
        id="hat",
        title="Hat",
        description="Five hats that turn with the head, over the hair and behind a raised hand.",
        params=hat.HatParams,
        family="Wearables",
        render=hat.render,
        laid=Laid.OPEN,  # `crown_veil` has hidden what has to be hidden
    ),
    Filter(
        id="ears",
        title="Animal ears",
        description="Furry ears on top of the head that turn and lean with it.",
        params=ears.EarsParams,
        family="Wearables",
        render=ears.render,
        laid=Laid.OPEN,
    ),
    Filter(
        id="horns",
        title="Horns",
        description="A devil's, a ram's or a unicorn's, solid from every side.",
        params=horns.HornsParams,
        family="Wearables",
        render=horns.render,
        laid=Laid.OPEN,
    ),
    Filter(
        id="halo",
        title="Halo",
        description="A ring of light above the head, its far side behind it.",
        params=halo.HaloParams,
        family="Wearables",
        render=halo.render,
        laid=Laid.OPEN,
        needs_person=True,
    ),
    Filter(
        id="animal-nose",
        title="Animal nose",
        description="A dog's or a cat's nose with whiskers, or a clown's.",
        params=nose.NoseParams,
        family="Wearables",
        render=nose.render,
        laid=Laid.HEAD,
    ),
    Filter(
        id="moustache",
        title="Moustache",
        description="A chevron, a handlebar or a pencil line that moves with the upper lip.",
        params=moustache.MoustacheParams,
        family="Wearables",
        render=moustache.render,
        laid=Laid.HEAD,
    ),
    Filter(
        id="beard",
        title="Beard",
        description="A full beard, a goatee or stubble that follows the jaw, hair by hair.",
        params=beard.BeardParams,
        family="Wearables",
        render=beard.render,
        laid=Laid.HEAD,
    ),
    Filter(
        id="face-mask",
        title="Face mask",
        description="A medical or a cloth mask with ear loops that follows the chin.",
        params=face_mask.FaceMaskParams,
        family="Wearables",
        render=face_mask.render,
        laid=Laid.HEAD,
    ),
)
