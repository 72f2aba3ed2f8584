"""Step 8 of the wizard, texts: templates, and their assignment to contracts.

A draft follows its templates; what was signed stays as it was signed (``snapshots``).
"""

from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from bottega.business.contracts.access import require_contract
from bottega.business.contracts.contract_parts import of_contract
from bottega.business.contracts.module import module
from bottega.business.contracts.tables.field_types import Tidy
from bottega.business.contracts.tables.work import TextAttachment, TextTemplate
from bottega.business.contracts.texts.placeholders import VALUES, contract_texts, unknown_placeholders
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict, Forbidden
from bottega.kernel.i18n import T
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.resources.schemas import Done
from bottega.kernel.schemas import Id, Schema, Scoped
from bottega.kernel.screens import Nav, Preset, Screen
from bottega.kernel.text.folding import names
from bottega.kernel.writes.preconditions import Where, hold, must_exist, version_of
from bottega.platform.navigation_groups import CONTRACTS

KROK8: Final = Access(view="contracts.view", manage="contracts.change_krok8")
USED: Final = T(
    en="Contracts use this template; archive it instead of deleting it",
    pl="Szablon jest używany w umowach; zamiast usuwać, oznacz go jako archiwalny",
)
ARCHIVED: Final = T(en="The template is archived", pl="Szablon jest archiwalny")


def _known_placeholders(tresc: str) -> str:
    unknown = unknown_placeholders(tresc)
    if unknown:
        said = T(
            en=f"Unknown placeholders: {names(unknown)}; known are {names(VALUES)}",
            pl=f"Nieznane znaczniki: {names(unknown)}; znane to {names(VALUES)}",
        )
        raise PydanticCustomError("placeholders", "unknown placeholders", {"text": said})
    return tresc


class TextTemplateInput(Scoped):
    """A text for contracts."""

    nazwa: Annotated[str, Tidy, Field(min_length=1, max_length=120)]
    tresc: Annotated[str, Field(min_length=1, max_length=100_000), AfterValidator(_known_placeholders)] = Field(
        description="Plain text; placeholders: " + ", ".join(f"{{{{{name}}}}}" for name in VALUES) + "."
    )
    archiwalny: bool = Field(default=False, description="Not offered to new contracts any more.")


templates = module.mount(
    "/text_templates",
    Resource(
        table=TextTemplate,
        input=TextTemplateInput,
        label=T(en="Text template", pl="Szablon tekstu"),
        plural=T(en="Text templates", pl="Szablony tekstów"),
        title="{nazwa}",
        search=(TextTemplate.nazwa, TextTemplate.tresc),
        filters={"archiwalny": TextTemplate.archiwalny},
        access=KROK8,
        screen=Screen(
            icon="scroll-text",
            nav=Nav(CONTRACTS, 40),
            sort="nazwa",
            columns="nazwa tresc archiwalny updated_at",
            presets=(
                Preset(T(en="In use", pl="Używane"), archiwalny=False),
                Preset(T(en="Archived", pl="Archiwalne"), archiwalny=True),
            ),
            quick="nazwa tresc",
            empty=T(en="No texts for contracts yet", pl="Nie ma jeszcze tekstów do umów"),
        ),
    ),
)


@templates.replaces("delete", label=T(en="Delete text template", pl="Usunięcie szablonu tekstu"))
async def delete_template(ctx: Context, data: Id) -> Done:
    """Delete text template.

    Deletes a template that no contract uses; 409 with their number (`uzyty_w`) otherwise. `archiwalny` hides one.
    """
    ctx.refuse_closed()
    await must_exist(ctx, TextTemplate, data.id, Where.visible(ctx, version_of(ctx)))
    used = await ctx.query_value(
        "SELECT count(*) FROM contracts_text_attachments WHERE tenant_id = $1 AND template_id = $2"
        " AND deleted_at IS NULL",
        ctx.tenant_id,
        data.id,
    )
    if used:
        raise Conflict(USED, code="in_use", uzyty_w=used, used={TextAttachment.entity: used})
    return await templates.delete(ctx, data)


class TextAttachmentInput(Scoped):
    """A text of a contract."""

    contract_id: UUID
    template_id: UUID


async def _check(
    ctx: Context, contract: dict[str, Any], values: dict[str, Any], record_id: UUID | None
) -> dict[str, Any]:
    """A template of the same organization; what a signed contract gets it keeps as it is at this moment."""
    if "template_id" not in values:
        return values
    template = await hold(ctx, TextTemplate, values["template_id"], field="templateId")
    if template["organization_id"] != contract["organization_id"]:
        raise Forbidden
    if template["archiwalny"] and record_id is None:
        raise Conflict(ARCHIVED, code="archived")
    frozen = template["tresc"] if contract["data_podpisania"] is not None else None
    return values | {"tresc_snapshot": frozen}


attachments = module.mount(
    "/text_attachments",
    Resource(
        table=TextAttachment,
        input=TextAttachmentInput,
        label=T(en="Contract text", pl="Tekst umowy"),
        plural=T(en="Contract texts", pl="Teksty umów"),
        unlisted=(TextAttachment.tresc_snapshot,),
        filters={"contractId": TextAttachment.contract_id, "templateId": TextAttachment.template_id},
        parent=of_contract(check=_check),
        access=KROK8,
        screen=Screen(
            icon="file-text",
            columns="template_id created_at",
            empty=T(en="No texts in the contract yet", pl="Umowa nie ma jeszcze tekstów"),
        ),
    ),
)


class ContractText(Schema):
    """A text of a contract with everything filled in."""

    id: UUID
    template_id: UUID
    nazwa: str
    tresc: str
    zamrozony: bool = Field(description="The contract is signed: the text does not follow its template any more.")


class ContractTexts(Schema):
    """The texts of a contract."""

    items: list[ContractText]


@module.get("/contracts/{id}/texts", "contracts.view", name="contracts.texts", amounts="refused")
async def show_texts(ctx: Context, id: UUID) -> ContractTexts:
    """Show the texts of a contract.

    The attached templates with numbers, names, addresses, amounts and days filled in, as plain text; what is not known
    yet is dotted.
    """
    await require_contract(ctx, id)
    return ContractTexts(items=[ContractText(**row) for row in await contract_texts(ctx, id)])
