"""What other modules may know of people: their names, whether they are colleagues, and what they may do."""

from typing import Any

import pytest

from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.errors import InvalidInput
from bottega.platform.auth import colleagues, found_tenant, holds, require_colleague, role_names
from callers import Invite


async def test_people_are_named_and_strangers_are_not(app: Application, caller: Invite) -> None:
    me, other = await caller(), await caller(within=await found_tenant(app, f"Other {new_id()}"))
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        found = await colleagues(ctx, [me.user_id, other.user_id, None])
        assert list(found) == [me.user_id]
        assert found[me.user_id].shown == found[me.user_id].email == me.email
        assert await role_names(ctx, [me.role_id, other.role_id]) == {me.role_id: (await _role(ctx, me.role_id))}


async def _role(ctx: Any, role_id: Any) -> str:
    return await ctx.query_value("SELECT name FROM auth_roles WHERE id = $1", role_id)


async def test_a_colleague_is_required_by_the_field_that_names_them(app: Application, caller: Invite) -> None:
    me, other = await caller(), await caller(within=await found_tenant(app, f"Other {new_id()}"))
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        assert (await require_colleague(ctx, me.user_id, field="odbiorcaId")).id == me.user_id
        with pytest.raises(InvalidInput) as refused:
            await require_colleague(ctx, other.user_id, field="odbiorcaId")
    assert refused.value.details["details"][0]["path"] == ["odbiorcaId"]


async def test_what_somebody_else_may_do_counts_in_the_selected_organization(app: Application, caller: Invite) -> None:
    here = await caller("finance.approve")
    elsewhere = await caller("finance.approve", organizations=[])
    boss = await caller(super_admin=True)
    async with app.acting(here.tenant_id, here.organization_id) as ctx:
        assert await holds(ctx, here.user_id, "finance.approve")
        assert not await holds(ctx, here.user_id, "finance.transfer")
        assert not await holds(ctx, elsewhere.user_id, "finance.approve")
        assert await holds(ctx, boss.user_id, "finance.approve", "finance.transfer")
