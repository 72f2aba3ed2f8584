"""Permissions that an upgrade proposes for default roles, accepted or declined by an administrator.

Accepting is no granting of one's own: the product grants a default role what it would have been founded with, and the
offer was never there for anybody to take away. So it needs no permission to be held that nobody can hold yet, but all
that the role allows already (docs/decisions/0112).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.errors import InvalidInput
from bottega.kernel.field_markers import Of
from bottega.kernel.i18n import T
from bottega.kernel.permissions import covers
from bottega.kernel.resources.schemas import Done
from bottega.kernel.schemas import Input, Schema
from bottega.kernel.writes import changes
from bottega.platform.auth.acls import AclSaved
from bottega.platform.auth.features import lacks_of
from bottega.platform.auth.grant_boundary import locked_covered_role
from bottega.platform.auth.identity import acl_of
from bottega.platform.auth.messages import ROLE_NOT_FOUND
from bottega.platform.auth.module import module
from bottega.platform.auth.new_grants import ACCEPTED, DECLINED, open_offers, settle_offers
from bottega.platform.auth.tables import RoleAcl

NOT_OFFERED: Final = T(en="Not offered to this role", pl="Tego uprawnienia nie zaproponowano tej roli")


class OfferedFeature(Schema):
    """A feature that an offer would grant."""

    id: str
    title: str
    module: str


class GrantOfferItem(Schema):
    """Something a newer version of the product grants a role by default."""

    id: UUID
    role_id: Annotated[UUID, Of("auth:role")]
    role_name: str
    feature: str = Field(description="A feature, or a wildcard.")
    grants: list[OfferedFeature] = Field(description="What it covers today.")
    offered_at: datetime


class GrantOffers(Schema):
    """What is offered and not decided yet."""

    items: list[GrantOfferItem]


class OfferChoice(Input):
    """Which offers to a role are meant."""

    role_id: Annotated[UUID, Of("auth:role")]
    features: Annotated[list[Annotated[str, Field(min_length=1, max_length=128)]], Field(max_length=1000)] = Field(
        default_factory=list, description="Everything that is offered to the role, when left out."
    )


@module.get("/roles/offers", "auth.acl.manage", answers={200: "Offered permissions"}, name="roles.offers.list")
async def list_offers(ctx: Context) -> GrantOffers:
    """List offered permissions.

    What newer versions of the product grant the default roles of a new tenant, and the roles of this one do not hold.
    Nothing is granted until somebody accepts it.
    """
    offers = await open_offers(ctx)
    return GrantOffers(
        items=[
            GrantOfferItem(
                id=offer["id"],
                role_id=offer["role_id"],
                role_name=offer["name"],
                feature=offer["feature"],
                grants=_covered(ctx, offer["feature"]),
                offered_at=offer["created_at"],
            )
            for offer in offers
        ]
    )


def _covered(ctx: Context, feature: str) -> list[OfferedFeature]:
    return [
        OfferedFeature(id=name, title=title(ctx.locale), module=owner.name)
        for name, (title, owner) in sorted(ctx.app.features.items())
        if covers(feature, name)
    ]


@module.post(
    "/roles/offers/accept",
    "auth.acl.manage",
    status=200,
    answers={200: "Permissions granted", 400: "Not offered to the role", 404: "Role not found"},
    label=T(en="Accept offered permissions", pl="Przyjęcie proponowanych uprawnień"),
    name="roles.offers.accept",
)
async def accept_offers(ctx: Context, data: OfferChoice) -> AclSaved:
    """Accept offered permissions.

    Adds to a role what was offered to it, for whoever may grant everything the role holds already. Undo takes it away
    again and leaves the offer open.
    """
    role, offers = await _chosen(ctx, data)
    acl: Mapping[str, Any] = role["acl"]
    after = {**acl, "features": [*acl["features"], *(offer["feature"] for offer in offers)]}
    ctx.describe("auth.role_acl", acl["id"], parent=("auth.role", data.role_id))
    await changes.update(ctx, RoleAcl, acl["id"], {"features": after["features"]})
    await settle_offers(ctx, offers, ACCEPTED)
    return AclSaved(sanitized=False, warnings=await lacks_of(ctx, acl_of(after)))


@module.post(
    "/roles/offers/decline",
    "auth.acl.manage",
    status=200,
    answers={200: "Offers declined", 400: "Not offered to the role", 404: "Role not found"},
    label=T(en="Decline offered permissions", pl="Odrzucenie proponowanych uprawnień"),
    name="roles.offers.decline",
)
async def decline_offers(ctx: Context, data: OfferChoice) -> Done:
    """Decline offered permissions.

    They are not offered again, whatever is installed later; undo offers them once more.
    """
    role, offers = await _chosen(ctx, data)
    ctx.describe("auth.role_acl", role["acl"]["id"], parent=("auth.role", data.role_id))
    await settle_offers(ctx, offers, DECLINED)
    return Done()


async def _chosen(ctx: Context, data: OfferChoice) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The role, locked, and the offers to it that are meant.

    Raises:
        Forbidden: The caller could not grant what the role holds today.
        InvalidInput: A feature is not offered to the role, or nothing is.
        NotFound: The tenant has no such role.
    """
    ctx.refuse_closed()
    role = await locked_covered_role(ctx, data.role_id, ROLE_NOT_FOUND)
    offers = await open_offers(ctx, [data.role_id])
    wanted = set(data.features) or {offer["feature"] for offer in offers}
    chosen = [offer for offer in offers if offer["feature"] in wanted]
    if not chosen or len(chosen) < len(wanted):
        raise InvalidInput.field("features", NOT_OFFERED, "not_found")
    return role, chosen
