"""Things worn on the head."""

from __future__ import annotations

from filters.compositing import Laid
from filters.effects.wear import ears, glasses, halo, hat, horns, nose
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
)
