"""A turn of the chat without a language model: rules find the operation that is meant, and ask for what it lacks.

Reads are answered at once. A command is filled in over several messages; before it is called the person is asked, and
afterwards it can be undone.
"""

import re
from typing import Any, Final, cast
from uuid import uuid4

from bottega.kernel.i18n import T
from bottega.kernel.openapi.single import describe_one
from bottega.kernel.operation import Operation
from bottega.kernel.text.folding import fold
from bottega.platform.ai_assistant.callers import Caller
from bottega.platform.ai_assistant.chat_events import Emit
from bottega.platform.ai_assistant.conversations import Memory
from bottega.platform.ai_assistant.operation_catalog import catalog_of, kind_of, title_of
from bottega.platform.ai_assistant.operation_tools import find, operation_at
from bottega.platform.ai_assistant.phrases import meaning, stem
from bottega.platform.ai_assistant.search_tools import titled
from bottega.platform.ai_assistant.slot_filling import Slot, filled, missing, read, slots_of, unsayable
from bottega.platform.ai_assistant.tool_answers import errors_of, items_of
from bottega.platform.ai_assistant.tool_runs import run_tool

Json = dict[str, Any]

# An operation is meant when its score is at least so high; weaker ones are offered to choose from.
GOOD_SCORE: Final = 0.8
FAIR_SCORE: Final = 0.4
MOST_CHOICES: Final = 5
SHOWN: Final = 10
_CANCEL: Final = frozenset({"anuluj", "cancel", "przerwij", "stop", "nie", "no"})

FOUND: Final = T(en="{title}: {total} found.", pl="{title}: znaleziono {total}.")
NOTHING: Final = T(en="{title}: nothing found.", pl="{title}: nic nie znaleziono.")
MISSING: Final = T(
    en='{title}: I still need {fields}. Write for example "{example}: …", or "cancel".',
    pl="{title}: brakuje jeszcze: {fields}. Napisz na przykład „{example}: …” albo „anuluj”.",
)
DONE: Final = T(en="Done: {title}.", pl="Gotowe: {title}.")
TO_UNDO: Final = T(en='Write "undo" to take it back.', pl="Napisz „cofnij”, aby to cofnąć.")
REFUSED: Final = T(en="{title}: {error}", pl="{title}: {error}")
UNDONE: Final = T(en="Undone.", pl="Cofnięto.")
CANCELLED: Final = T(en="Nothing was changed.", pl="Niczego nie zmieniono.")
WHICH: Final = T(en="Which one do you mean? {names}", pl="O który rekord chodzi? {names}")
NO_RECORD: Final = T(
    en="{title}: say which record by its name in quotation marks.", pl="{title}: podaj nazwę rekordu w cudzysłowie."
)
BY_FORM: Final = T(
    en="{title}: this needs {fields}, which only the form in the application can take.",
    pl="{title}: wymaga pól {fields}, które przyjmuje tylko formularz w aplikacji.",
)
OFFERED: Final = T(
    en="Which of these do you mean? Answer with its name: {titles}.", pl="O co chodzi? Odpowiedz nazwą: {titles}."
)
NOT_UNDERSTOOD: Final = T(
    en='I did not understand. Try "show customers", "add location "Rack A"" or "undo". I know about: {areas}.',
    pl="Nie rozumiem. Spróbuj: „pokaż klientów”, „dodaj lokalizację „Regał A””, „cofnij”. Znam się na: {areas}.",
)


async def answer_by_rules(caller: Caller, memory: Memory, emit: Emit) -> None:
    """Answer the last message of a conversation."""
    turn = _Turn(caller, memory, emit)
    said = memory.messages[-1]["content"]
    answer = await turn.answer(said)
    emit({"type": "text", "content": answer})
    memory.add("assistant", answer)


class _Turn:
    """One message and its answer."""

    def __init__(self, caller: Caller, memory: Memory, emit: Emit) -> None:
        self._caller = caller
        self._memory = memory
        self._emit = emit
        self._locale = caller.locale

    async def answer(self, said: str) -> str:
        """What the assistant says, after what it does."""
        words = re.findall(r"[a-z0-9]+", fold(said))
        if self._memory.draft is not None:
            if set(words) & _CANCEL and len(words) <= 2:  # noqa: PLR2004 - a word, perhaps with another one
                self._memory.draft = None
                return CANCELLED(self._locale)
            return await self._go_on(said)
        if any("undo" in meaning(stem(word)) for word in words):
            return await self._undo()
        return await self._begin(said)

    async def _undo(self) -> str:
        # They asked for it in so many words: nobody asks again.
        self._caller.asks_before_each = False
        answer = await self._tool("undo_action", {})
        return UNDONE(self._locale) if answer["success"] else str(answer["error"])

    async def _begin(self, said: str) -> str:
        ranked = find(self._caller, _without_values(said))
        if not ranked or ranked[0][0] < GOOD_SCORE:
            found = await self._search(said)
            if found is not None:
                return found
            fair = [entry.operation for score, entry in ranked if score >= FAIR_SCORE][:MOST_CHOICES]
            if fair:
                choices = {self._title(one): [one.method, one.path] for one in reversed(fair)}
                self._memory.draft = {"choices": dict(reversed(choices.items())), "said": said}
                return OFFERED(self._locale, titles="; ".join(reversed(choices)))
            entries = [one for one in catalog_of(self._caller.app).entries if self._caller.may_call(one.operation)]
            areas = sorted({one.operation.module.title(self._locale) for one in entries if one.operation.features})
            return NOT_UNDERSTOOD(self._locale, areas=", ".join(areas))
        return await self._do(ranked[0][1].operation, said)

    async def _do(self, operation: Operation, said: str) -> str:
        if operation.method == "GET":
            return await self._read(operation, said)
        return await self._fill({"method": operation.method, "path": operation.path, "body": {}, "query": {}}, said)

    async def _search(self, said: str) -> str | None:
        """What records are called so; None where there are none."""
        name = _name_in(said)
        if not name:
            return None
        items = items_of(await self._tool("search_query", {"query": name, "limit": SHOWN}))
        if not items:
            return None
        return "\n".join(f"• {one.get('title') or titled(one)} ({one.get('list') or one.get('type')})" for one in items)

    async def _read(self, operation: Operation, said: str) -> str:
        title = self._title(operation)
        query: Json = {"pageSize": SHOWN}
        name = _name_in(said, beyond=operation)
        if name and operation.query is not None and "search" in operation.query.model_fields:
            query["search"] = name
        answer = await self._tool("call_api", {"method": "GET", "path": operation.path, "query": query})
        if not answer["success"]:
            return REFUSED(self._locale, title=title, error=answer["error"])
        items = items_of(answer)
        if not items:
            return _facts(operation, answer["data"], title, self._locale)
        lines = [f"• {titled(one)}" for one in items[:SHOWN]]
        return "\n".join([FOUND(self._locale, title=title, total=answer["data"].get("total", len(items))), *lines])

    async def _go_on(self, said: str) -> str:
        draft = self._memory.draft or {}
        if "choices" not in draft:
            return await self._fill(draft, said)
        self._memory.draft = None
        wanted = fold(said).strip(" .")
        chosen = next((place for title, place in draft["choices"].items() if wanted in fold(title)), None)
        operation = operation_at(self._caller, *chosen) if chosen else None
        return await (self._begin(said) if operation is None else self._do(operation, draft["said"]))

    async def _fill(self, draft: Json, said: str) -> str:
        """Fill a command in as far as it was said, and call it once it is complete."""
        operation = operation_at(self._caller, draft["method"], draft["path"])
        if operation is None:
            self._memory.draft = None
            return CANCELLED(self._locale)
        title = self._title(operation)
        schema = describe_one(operation, self._locale)
        body: Json | None = schema["body"]
        needs_record = _is_about_a_record(operation)
        if needs_record and not draft.get("id"):
            problem = await self._choose(draft, operation, said)
            if problem is not None:
                return problem
        if (impossible := unsayable(body)) and not needs_record:
            self._memory.draft = None
            return BY_FORM(self._locale, title=title, fields=", ".join(impossible))
        slots = slots_of(body)
        draft["body"] |= _said(slots, draft, said)
        lacking = missing([slot for slot in slots if slot.wire != "id"], draft["body"])
        if lacking:
            draft["asked"] = lacking[0].wire
            self._memory.draft = draft
            fields = ", ".join(_described(slot) for slot in lacking)
            return MISSING(self._locale, title=title, fields=fields, example=lacking[0].title)
        self._memory.draft = None
        return await self._call(operation, draft, title)

    async def _choose(self, draft: Json, operation: Operation, said: str) -> str | None:
        """Find the record that is meant by its name, in the list of its screen; what to say where it is not clear."""
        title = self._title(operation)
        listed = operation.module.by_name.get(f"{operation.screen}.list" if operation.screen else "list")
        name = _name_in(said, beyond=operation)
        if listed is None or not name:
            return NO_RECORD(self._locale, title=title)
        query = {"search": name, "pageSize": SHOWN}
        items = items_of(await self._tool("call_api", {"method": "GET", "path": listed.path, "query": query}))
        if len(items) == 1:
            draft["id"] = items[0]["id"]
            return None
        if not items:
            return NOTHING(self._locale, title=f"{title} „{name}”")
        self._memory.draft = draft
        return WHICH(self._locale, names=", ".join(titled(one) for one in items))

    async def _call(self, operation: Operation, draft: Json, title: str) -> str:
        given: Json = {"method": operation.method, "path": operation.path, "query": {}, "body": draft["body"]}
        if draft.get("id"):
            if "{id}" in operation.path:
                given["path"] = operation.path.replace("{id}", str(draft["id"]))
            elif operation.body is not None and "id" in operation.body.model_fields:
                given["body"] = {**draft["body"], "id": draft["id"]}
            else:
                given["query"] = {"id": draft["id"]}
        answer = await self._tool("call_api", given)
        if answer["success"]:
            after = [TO_UNDO(self._locale)] if answer.get("undoToken") else []
            return " ".join([DONE(self._locale, title=title), *after])
        return REFUSED(self._locale, title=title, error=" ".join(errors_of(answer)))

    async def _tool(self, name: str, given: Json) -> Json:
        """Run a tool, telling so."""
        call_id = uuid4().hex
        self._emit({"type": "tool-call", "id": call_id, "toolName": name, "args": given})
        answer = await run_tool(self._caller, name, given)
        self._emit({"type": "tool-result", "id": call_id, "result": answer})
        return answer

    def _title(self, operation: Operation) -> str:
        title = title_of(operation)
        return title(self._locale) if isinstance(title, T) else title


def _facts(operation: Operation, data: Any, title: str, locale: str) -> str:
    """What a read answered that is no list of records: its figures and texts by their words."""
    said = cast("Json", data) if isinstance(data, dict) and "items" not in data else Json()
    plain = {name: value for name, value in said.items() if isinstance(value, str | int | float)}
    if not plain:
        return NOTHING(locale, title=title)
    words = {name: word(locale) if (word := operation.word(name)) else name for name in plain}
    return "\n".join([f"{title}:", *(f"• {words[name]}: {plain[name]}" for name in list(plain)[:SHOWN])])


def _is_about_a_record(operation: Operation) -> bool:
    """Whether an operation needs the id of a record."""
    body = operation.body.model_fields if operation.body is not None else {}
    named = "id" in body and body["id"].is_required()
    return named or "id" in operation.path_types or kind_of(operation) in ("update", "delete")


def _said(slots: list[Slot], draft: Json, said: str) -> Json:
    """What a message says of a command: fields by name, or the one that was asked for."""
    values = filled([slot for slot in slots if slot.wire not in draft["body"]], said)
    asked = next((slot for slot in slots if slot.wire == draft.get("asked")), None)
    if not values and asked is not None and (value := read(asked, said)) is not None:
        values[asked.wire] = value
    return values


def _described(slot: Slot) -> str:
    """A field by its name, with what can be chosen."""
    return f"{slot.title} ({', '.join(slot.options.values())})" if slot.options else slot.title


def _without_values(said: str) -> str:
    """A sentence without what stands in quotation marks and behind colons: values say nothing of the operation."""
    return re.sub(r'"[^"]*"|„[^„”]*”|[:=][^,;\n]*', " ", said)


def _name_in(said: str, beyond: Operation | None = None) -> str:
    """What of a sentence is the name of a record: what is quoted, else what is no verb and no word of the operation."""
    quoted = re.search(r'"([^"]+)"|„([^„”]+)”', said)
    if quoted is not None:
        return next(one for one in quoted.groups() if one)
    known = _words_of(beyond) if beyond is not None else frozenset[str]()
    kept = [
        word
        for word in re.findall(r"[\w@.-]+", _without_values(said))
        if len(word) > 2 and not meaning(stem(fold(word))) and not _is_known(stem(fold(word)), known)  # noqa: PLR2004
    ]
    return " ".join(kept)[:200]


def _words_of(operation: Operation) -> frozenset[str]:
    screen = operation.module.screens.get(operation.screen)
    texts = [
        operation.label,
        screen.label if screen else None,
        screen.plural if screen else None,
        operation.module.title,
    ]
    said = [text(locale) for text in texts if text is not None for locale in ("en", "pl")]
    said += [operation.path, operation.name.replace("_", " ")]
    return frozenset(stem(word) for text in said for word in re.findall(r"[a-z0-9]+", fold(text)))


def _is_known(word: str, known: frozenset[str]) -> bool:
    return any(one.startswith(word[:4]) and abs(len(one) - len(word)) <= 3 for one in known if len(one) > 3)  # noqa: PLR2004
