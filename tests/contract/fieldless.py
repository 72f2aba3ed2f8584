"""Refusals with 400 that are about no single field of a request, each kind with its reason.

A refusal that is not listed names its field: see ``test_refusals_name_fields``.
"""

from collections.abc import Mapping
from typing import Final

FIELDLESS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "the body cannot be read at all": {
        "kernel.http.requests.parse_json": ("INVALID_JSON",),
        "kernel.http.requests.parse_form": ("INVALID_FORM",),
        "kernel.http.spooled_forms.read_spooled_form": ("INVALID_FORM",),
    },
    "it is about the answer: a file cannot be shown from inside": {"kernel.http.command_calls.perform": ("IS_A_FILE",)},
    "it is about a header, which the sentence names": {"kernel.http.idempotency.replay": ("TOO_LONG",)},
    "nothing was sent, or more than fits as a whole": {
        "kernel.resources.bulk_inputs.Values._something": ("{'text': NOTHING_SET}",),
        "business.calendar.slots.Options._fits": ("{'text': TOO_LARGE}", "{'text': TOO_LONG}"),
        "business.customers.dictionaries.operations.update_word": (
            "[{'code': 'custom', 'path': [], 'message': NOTHING_SENT}]",
        ),
        "platform.ui.record_names.NamesInput._few": ("{'text': TOO_MANY.given(most=MOST_IDS)}",),
        "platform.dictionaries.dictionaries.update_dictionary": (
            "[{'code': 'custom', 'path': [], 'message': NOTHING_SENT}]",
        ),
        "platform.dictionaries.entries.update_entry": ("[{'code': 'custom', 'path': [], 'message': NOTHING_SENT}]",),
        "platform.entities.definition_schema.Config.bearable": ("{'text': _TOO_LARGE}",),
    },
    "the organization that is selected, which is in no field": {
        "kernel.context.Context.organization_for_new": ("ORGANIZATION_REQUIRED",),
        "platform.attachments.uploads._row": ("SELECT_ONE",),
    },
    "the state of what is named, not what was sent of it": {
        "platform.attachments.pictures._draw": ("NOT_DRAWN",),
        "platform.attachments.pictures.read_picture": ("NO_PICTURE",),
        "platform.scheduler.trigger._queue": ("sentences.TRIGGER_FAILED",),
        "business.contracts.money.settlement.settle": ("ALREADY", "NOT_COMPLETED", "NOT_ZERO"),
        "business.staff.leave.requests.pending": ("FINALIZED",),
        "platform.feature_toggles.checks._checked": ("said",),
        "platform.auth.roles.delete_role": ("HAS_USERS",),
        "platform.auth.user_writes.keep_yourself": ("NOT_YOURSELF",),
        "platform.dictionaries.dictionaries.delete_dictionary": ("PROTECTED",),
    },
    "how the installation is set up, which no request says": {
        "platform.scheduler.executions.list_executions": ("sentences.HISTORY_NEEDS_QUEUE",),
        "platform.scheduler.queue_jobs.read_queue_job": ("sentences.LOGS_NEED_QUEUE",),
        "platform.scheduler.trigger._queue": ("sentences.TRIGGER_NEEDS_QUEUE",),
    },
    "it is answered to no request: a run of a schedule that fails": {
        "platform.scheduler.executing._begin": ("sentences.MISMATCH",),
        "platform.scheduler.running._command": ("sentences.NO_SUCH_COMMAND",),
        "platform.scheduler.running._enqueue": ("sentences.NO_SUCH_QUEUE",),
    },
    "several definitions contradict each other": {
        "platform.entities.relation_cycles.refuse_circles": (
            "CIRCLE.given(circle=' \u2192 '.join([*circle, entity_id]))",
        )
    },
    "undo says in its own words what was refused, and never whether there is such a command": {
        "kernel.writes.undo._check_caller": ("refusal",),
        "kernel.writes.undo._check_reach": ("refusal",),
        "kernel.writes.undo.parse_token": ("refusal",),
        "kernel.writes.undo.redo": ("NO_DATA", "NO_REDO"),
        "kernel.writes.undo.undo": ("UNAVAILABLE",),
        "kernel.writes.undo_rules.ask": ("refusal",),
        "platform.audit_logs.undo_operations._refusal": ("otherwise",),
    },
    "what reads the file knows no request: whoever asked for it blames the field": {
        "kernel.sandbox.picture_programs._huge": ("HUGE.given(width=width, height=height, most=most // 1000000)",),
        "kernel.sandbox.picture_programs._opened": ("BROKEN",),
        "kernel.sandbox.picture_programs.draw_small": ("BROKEN",),
        "kernel.sandbox.text_programs.check_archive": ("BOMB", "NO_ARCHIVE"),
        "kernel.tabular.csv_files.csv_lines": (
            "CELL_TOO_LONG.given(line=line, most=MOST_CHARACTERS)",
            "OPEN_QUOTE.given(line=line)",
            "TOO_MANY_LINES.given(most=MOST_LINES)",
            "UNREADABLE",
        ),
        "kernel.sandbox.pool._Child._read": ("T(content['en'], content['pl'])",),
        "kernel.tabular.table_files._bounded": (
            "CELL_TOO_LONG.given(line=number, most=MOST_CHARACTERS)",
            "EMPTY",
            "TOO_FULL.given(most=MOST_FILLED)",
            "TOO_LONG.given(most=MOST_ROWS)",
            "TOO_WIDE.given(line=number, most=MOST_COLUMNS)",
        ),
        "kernel.tabular.table_files._look_into": ("TOO_LARGE.given(most=MOST_UNPACKED_MEGABYTES)",),
        "kernel.tabular.table_files._sheet_lines": (
            "SHEET_TOO_WIDE.given(most=MOST_COLUMNS)",
            "TOO_LONG.given(most=MOST_ROWS)",
            "UNREADABLE",
        ),
        "kernel.tabular.table_files._within": ("TOO_WIDE.given(line=number, most=MOST_COLUMNS)",),
        "kernel.sandbox.typst_programs._Plain.start": (
            "FROM_ELSEWHERE",
            "NOT_PLAIN.given(name=local)",
            "TOO_NESTED.given(deep=DEEPEST, most=MOST_ELEMENTS)",
        ),
        "kernel.sandbox.typst_programs._Plain.text": ("TOO_WORDY.given(most=MOST_LETTERS)",),
        "kernel.sandbox.typst_programs._refuse_entities": ("HAS_ENTITIES",),
        "kernel.sandbox.typst_programs.try_picture": ("NO_PICTURE", "TOO_SLOW.given(seconds=LONGEST_DRAWING)"),
        "kernel.sandbox.typst_programs.try_visible_picture": ("NOTHING_SEEN",),
    },
    "a rule of the database that is about several columns, or a value it cannot hold": {
        "kernel.database.constraint_errors": ("BAD_REQUEST",),
        "kernel.database.constraint_errors._broken": ("rule.message",),
        "kernel.database.constraint_errors.translate": ("BAD_REQUEST", "MISSING_TARGET"),
    },
    "a command that was called from inside says what it refuses, and names the fields it was given": {
        "platform.notifications.acting._run": ("problem.error",)
    },
    "no request: commands, and keys of our own making": {
        "kernel.file_storage._path": ("BAD_KEY",),
        "platform.auth.admin_commands.enrol": ("NO_ADDRESS.given(email=email)", "ORGANIZATION_NOT_FOUND"),
    },
    "it names the fields it is given": {"business.contracts.tables.field_types.refusal": ("message",)},
}
