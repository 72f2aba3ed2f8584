"""Checks of handlers that undo need not ask, each with the reason: the function, and its expressions about the caller.

An expression that changes, or another one in the same function, is a new check and wants a new answer.
"""

from collections.abc import Mapping
from typing import Final

UNASKED: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "settings hold what a provider has answered once; whether it still does is asked when it is used": {
        "platform.search.embedding_operations._refuse": (
            "raise Conflict(NOT_AVAILABLE.given(name=name, reason=reason))",
        ),
        "platform.search.embedding_operations.change_embeddings": ("raise Conflict(LOCKED)",),
        "platform.query_index.vectors._visible": ("ctx.scope.visible",),
    },
    "it is about the row itself, and undo answers 409 when that was changed since": {
        "platform.planner.subjects.require_seen_version": ("raise Conflict(MODIFIED)",),
        "business.calendar.events.prepare": ("raise Conflict(REPLACED)",),
        "business.customers.customer_writes._check_version": ("raise Conflict(MODIFIED)",),
        "business.finance.approvals.delete_approval": ("raise Conflict(DECIDED)",),
        "business.staff.tags.assign_tag": ("raise Conflict(WORN)",),
        "business.finance.approvals.prepare": ("raise Conflict(NOT_WAITING)",),
        "business.finance.cash_boxes.prepare": ("raise Conflict(OWNER_STAYS)",),
        "business.finance.payments.forget_payment": ("raise Conflict(BOOKED_STAYS)",),
        "business.measurements.measurements._refuse_locked": ("raise Conflict(BOOKED)",),
        "business.measurements.measurements.delete_measurement": ("raise Conflict(KEPT)",),
        "business.warehouse.material_checks.reshaped": ("raise Conflict(STAYS_CUT)",),
        "business.warehouse.goods_issue_numbers.keep_number": ("raise Conflict(NUMBER_STAYS)",),
    },
    "undo asks of every row that goes whether something still points at it": {
        "business.contracts.deleting._refuse_kept": ("raise Conflict(IN_USE)", "raise Conflict(SETTLED)"),
        "business.contracts.texts.templates.delete_template": ("raise Conflict(USED)",),
        "business.staff.teams.delete_team": ("raise Conflict(HAS_MEMBERS)",),
        "business.customers.cascade.refuse_shared": ("raise Conflict(said)",),
        "business.documents.compose.measurement_protocols.keep_measured": ("raise Conflict(HAS_PROTOCOL)",),
    },
    "undo asks of every row whether the caller reaches its organization": {
        "platform.dashboards.assignments._reached": ("ctx.scope.allowed", "raise Forbidden()"),
        "platform.planner.subjects.hold_subject": ("ctx.scope.sees(organization_id)", "raise Forbidden()"),
        "business.customers.references.subject_of": (
            "ctx.scope.sees(organization_id)",
            "raise Forbidden()",
            "raise Forbidden(OTHER_ORGANIZATION)",
        ),
        "business.customers.tags.assignments._subject": ("ctx.scope.sees(data.organization_id)", "raise Forbidden()"),
        "business.warehouse.material_checks._locked": ("ctx.scope.visible",),
        "platform.entities.record_writes._theirs": ("ctx.scope.sees(row['organization_id'])",),
    },
    "it looks up what a request names; undo has none, and rows point where they pointed": {
        "platform.dashboards.assignments._require_user": ("ctx.scope.sees(found.organization_id)",),
        "platform.attachments.owners._organization": ("ctx.scope.organization_id",),
        "platform.attachments.owners.find_owner": ("ctx.scope.organization_id", "raise Forbidden()"),
        "platform.attachments.partition_operations.create_partition": ("raise Conflict(CODE_TAKEN)",),
        "platform.attachments.partitions.chosen_partition": ("raise Forbidden(PUBLIC_OVERRIDE)",),
        "platform.entities.described_fields.field_config": ("ctx.scope.closed", "ctx.scope.organization_id"),
        "platform.planner.subjects.subjects": ("ctx.scope.sees(one.organization_id)",),
        "business.contracts.access.own_only": ("ctx.actor",),
        "business.contracts.access.refuse_closed": ("raise Conflict(DISSOLVED)",),
        "business.contracts.access.refuse_settled": ("raise Conflict(SETTLED)",),
        "business.contracts.access.visible": ("ctx.scope.visible",),
        "business.customers.references.visible": ("ctx.scope.visible",),
        "business.customers.dictionaries.entries._readable": ("ctx.scope.closed", "ctx.scope.visible"),
        "business.customers.dictionaries.entries.words_of": ("ctx.scope.organization_id",),
        "business.staff.lookups.require_roles": ("ctx.scope.visible",),
        "business.staff.own_profile.own_member": ("ctx.scope.organization_id",),
        "business.warehouse.material_checks._check_parent": ("ctx.scope.visible",),
        "business.warehouse.goods_issue_lines.lock_stock": ("ctx.scope.sees(found[line.material_id].organization_id)",),
        "platform.notifications.inbox.reader_of": ("ctx.actor.user_id", "raise Forbidden()"),
        "platform.auth.colleague_lookup.holds": ("ctx.scope.organization_id",),
        "platform.auth.colleague_lookup.require_colleague": ("ctx.scope.sees(found.organization_id)",),
        "platform.dictionaries.inheritance.readable": ("ctx.scope",),
        "platform.dictionaries.inheritance.resolve": ("ctx.scope.organization_id",),
        "platform.directory.organizations._find_home": ("ctx.actor.acl.super_admin", "ctx.scope"),
        "platform.entities.value_checks._check_relation": ("ctx.scope.organization_id", "ctx.scope.visible"),
        "platform.entities.records.require_entity": ("ctx.scope.organization_id",),
        "platform.scheduler.access.to_change": (
            "ctx.actor.acl.super_admin",
            "ctx.scope",
            "raise Forbidden(OF_THE_PRODUCT if ctx.actor.acl.super_admin else SUPER_ADMINS_ONLY)",
        ),
        "platform.scheduler.access.whose": ("ctx.scope.visible",),
    },
    "the rule of the table asks whose row it is, and a program for nobody has none": {
        "platform.dashboards.layouts._require_person": ("raise Forbidden(NO_PERSON)",)
    },
    "rows must belong to one organization or customer, as these did when they were stored": {
        "business.contracts.contracts._check_customer": ("raise Forbidden()",),
        "business.contracts.texts.templates._check": ("raise Conflict(ARCHIVED)", "raise Forbidden()"),
        "business.customers.postal_addresses.operations.update_address": (
            "raise Conflict(TRY_AGAIN)",
            "raise Forbidden(OTHER_ORGANIZATION)",
        ),
        "business.customers.deals.participants.check_participants": ("raise Forbidden(OTHER_ORGANIZATION)",),
        "business.customers.deals.writes._keep_organization": ("raise Forbidden(OTHER_ORGANIZATION)",),
        "business.customers.references.check_deal": ("raise Forbidden(OTHER_ORGANIZATION)",),
        "business.customers.timeline.shared.Remarks.changed": ("raise Forbidden(OTHER_ORGANIZATION)",),
        "business.customers.lookups.check_company": ("raise Forbidden(COMPANY_ELSEWHERE)",),
        "platform.dictionaries.entries.create_entry": ("raise Forbidden()",),
    },
    "it says who did it, and refuses nobody": {
        "business.customers.importing.queue.enqueue_import": ("ctx.actor.id", "ctx.actor.kind"),
        "business.customers.deals.writes._tell_ending": ("ctx.actor.user_id",),
        "business.field.checklist_items._write": ("ctx.actor.user_id",),
        "platform.scheduler.schedules.create_schedule": ("ctx.actor", "ctx.actor.id"),
        "platform.scheduler.schedules.update_schedule": ("ctx.actor", "ctx.actor.id"),
        "business.staff.own_profile.own_user": ("ctx.actor.id", "ctx.actor.kind"),
        "platform.notifications.notifying.notify": ("ctx.actor.user_id", "ctx.scope.organization_id"),
        "business.warehouse.goods_issues.prepare": ("ctx.actor.user_id",),
    },
    "who comes back is signed by whom it was; undo names nobody, it only brings back": {
        "platform.auth.authors.author_of": ("ctx.actor.id", "ctx.actor.kind")
    },
    "it says what is shown, and refuses nobody": {
        "platform.dashboards.allowed.home_of_caller": (
            "ctx.actor.role_ids",
            "ctx.may(ASSIGN)",
            "ctx.scope.organization_id",
        ),
        "platform.dashboards.catalog.usable": ("ctx.actor.acl.allows_all(widget.needs, ctx.scope.organization_id)",),
        "platform.dashboards.layouts._items": ("ctx.scope.organization_id",),
        "business.customers.lists.duplicates.doubles_of": ("ctx.may(kind.view)",),
        "business.staff.leave.access.in_view": ("ctx.may(MANAGE)", "ctx.may(one)"),
        "business.staff.leave.access.viewer_of": ("ctx.may(MANAGE)", "ctx.may(one)"),
        "business.staff.roles._present": ("ctx.scope.visible",),
        "business.contracts.wizard.step7_workers._hide_notebooks": ("ctx.actor.user_id", "ctx.may(MANAGES)"),
        "platform.dictionaries.dictionaries.shown": ("ctx.scope.organization_id",),
    },
    "what replaced a password or an address cannot be undone by anybody": {
        "platform.auth.user_writes._require_covered": (
            "ctx.actor.acl",
            "ctx.actor.acl.super_admin",
            "ctx.actor.user_id",
            "raise Forbidden(ABOVE_YOU)",
        ),
        "platform.auth.new_address.sign_out_elsewhere": ("ctx.actor.id", "ctx.actor.session_id"),
    },
    "it chooses where a new row or an entry of the log belongs; undo keeps that": {
        "platform.dashboards.assignments._place_of_role": ("ctx.scope.allowed",),
        "platform.dashboards.assignments._place_of_user": ("ctx.scope.organization_id",),
        "platform.dashboards.layouts.save_layout": ("ctx.scope.organization_id",),
        "platform.dashboards.layouts.set_item": ("ctx.scope.organization_id",),
        "platform.attachments.uploads._row": ("ctx.scope.organization_id",),
        "platform.directory.organizations._begin": ("ctx.scope",),
        "platform.scheduler.schedules._organization": ("ctx.scope.organization_id",),
        "platform.directory.organizations.delete_organization": ("ctx.scope",),
        "platform.perspectives.rights.place_of_person": ("ctx.scope.organization_id",),
        "platform.perspectives.rights.place_of_role": ("ctx.scope.organization_id", "ctx.scope.sees(None)"),
        "platform.entities.record_writes._home": ("ctx.actor", "ctx.scope.organization_id", "ctx.scope.visible"),
    },
    "undo forces nothing: a slot that was taken is refused to everybody": {
        "business.calendar.events.may_force": ("ctx.may(FORCING)", "raise Forbidden(FORBIDDEN)")
    },
    "what was taken for a reason stays so; undo brings back what was there, and answers 409 when that was changed": {
        "business.contracts.overrides.forced": ("ctx.may(feature)", "raise Forbidden(FORBIDDEN)"),
        "business.contracts.wizard.installation_gates.admit_installation": ("raise Conflict(sentence)",),
        "business.staff.leave.balances.refuse_or_pass": (
            "raise Conflict(OVERDRAWN.given(year=year, left=left))",
            "raise Conflict(OVERLAPS)",
        ),
        "business.warehouse.cutting._refuse_unplanned": ("raise Conflict(sentence)",),
        "business.warehouse.cutting._locked": ("raise Conflict(TRY_AGAIN)",),
        "business.warehouse.reservations.refuse_reserved": ("raise Conflict(sentence)",),
    },
    "the rule of the table asks the same of what is left, in its own statement": {
        "business.contracts.wizard.step6_valuations._keep_needed": ("raise Conflict(ONLY_ONE)",)
    },
    "the rule of the table asks who may write the rule as it was and as it will be, whosever it is": {
        "platform.planner.rules.update_rule": ("raise Forbidden(UNAUTHORIZED)",)
    },
    "the database refuses it too, by a unique rule": {
        "business.customers.tags.assignments.assign_tag": ("raise Conflict(WORN)",),
        "business.staff.own_profile.create_own_profile": ("raise Conflict(EXISTS)", "raise Forbidden()"),
    },
    "the rule of the table asks who may write requests of the member; who decides may take it back": {
        "business.staff.leave.decisions._decide": ("raise Forbidden()", "raise Forbidden(NOT_OWN)"),
        "business.staff.leave.requests._member_id": ("raise Forbidden()",),
        "business.staff.leave.requests.create_leave_request": ("raise Forbidden()",),
    },
    "it leaves out what the caller may not grant; undo leaves nothing out and asks the grant boundary": {
        "platform.auth.acls._without_tenant_features": ("ctx.actor.acl.super_admin",)
    },
    "the rule of the table asks ``require_reach`` about every organization the account is or was in": {
        "platform.auth.user_writes._changed_values": ("ctx.scope.allowed", "raise Forbidden()"),
        "platform.auth.user_writes._organization": (
            "ctx.actor.acl.super_admin",
            "ctx.scope",
            "ctx.scope.allowed",
            "raise Forbidden()",
        ),
    },
    "the rule of the table asks for the caller's reach, of the organization and of where it moves": {
        "platform.directory.hierarchy.check_children": ("ctx.scope.allowed",),
        "platform.directory.hierarchy.check_parent": ("ctx.scope.allowed", "raise Forbidden()"),
        "platform.directory.organizations._reachable": ("ctx.scope.allowed",),
        "platform.directory.organizations._set_children": ("ctx.scope.allowed", "raise Forbidden()"),
    },
    "the rule of the table asks the same of rows that hold in the whole tenant": {
        "platform.entities.definition_saving.place_of": ("ctx.scope.organization_id", "ctx.scope.visible")
    },
    "a command that comes back runs as it did, with the rights of whoever had set it": {
        "platform.scheduler.schedule_checks._command_issues": ("ctx.actor.acl",)
    },
    "it bounds how many are made; what was there before may be there again": {
        "platform.attachments.partition_operations.create_partition": ("raise Conflict(TOO_MANY.given(most=MOST))",),
        "platform.feature_toggles.administration.create_toggle": ("raise Conflict(FULL.given(most=MOST))",),
    },
    "tags that an import makes stay when it is undone, so redo makes none": {
        "business.customers.importing.tags.may_make_tags": ("ctx.may(MANAGE)",)
    },
}
