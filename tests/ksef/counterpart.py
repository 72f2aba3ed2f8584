"""The counterpart of KSeF as a whole: what a request goes through, from its limits to the check of its answer."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from threading import RLock
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from ksef.answers import Answer, Denied, Limited, Refused, denial, problem, refusal, too_many
from ksef.basics import Clock, Pace, Request
from ksef.description import Operation, faults, faults_of_parameters, find, operations
from ksef.faults import Fault, Faults
from ksef.keys import Keys
from ksef.lighthouse import Lighthouse
from ksef.limits import Limits
from ksef.queries import Queries
from ksef.register import Register
from ksef.server import Incoming, Reply, Server
from ksef.sessions import Sessions
from ksef.sign_in import SignIn

BASE = "/v2"
BOARD = "/latarnia"
FILES = "/pliki"
# The tokens that operations take; all others take an access token.
_TOKENS = {
    "GET /auth/{referenceNumber}": {"OperationToken"},
    "POST /auth/token/redeem": {"OperationToken"},
    "POST /auth/token/refresh": {"RefreshToken"},
    "DELETE /auth/sessions/current": {"ContextToken", "RefreshToken"},
}


@dataclass(frozen=True)
class Asked:
    """A request that came: its operation, and the status of what was sent back, None for nothing."""

    key: str
    path: str
    status: int | None


class Counterpart:
    """A service of one's own: its parts are told by tests what to do; ``asked`` and ``flaws`` are what to look at.

    A flaw is an answer of the counterpart's that the description does not allow, or an error in it: there must be none.
    """

    def __init__(self) -> None:
        self.clock, self.pace, self.faults, self.limits, self.keys = Clock(), Pace(), Faults(), Limits(), Keys()
        self.lighthouse = Lighthouse(self.clock)
        self.sign_in = SignIn(self.clock, self.keys, self.faults, self.pace)
        self.register = Register(self.clock, self.pace)
        self.sessions = Sessions(
            self.clock,
            self.pace,
            self.keys,
            self.faults,
            self.sign_in,
            self.register,
            lambda: f"{self._server.address}{FILES}",
        )
        self.queries = Queries(self.clock, self.register)
        self.asked: list[Asked] = []
        self.flaws: list[str] = []
        self._lock = RLock()
        self._server = Server(self._reply)
        self._operations = self._offered()

    def __enter__(self) -> Self:
        """Listen."""
        self._server.listen()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Hang up."""
        self._server.close()

    @property
    def url(self) -> str:
        """The address of the API."""
        return f"{self._server.address}{BASE}"

    @property
    def lighthouse_url(self) -> str:
        """The address of the status board."""
        return f"{self._server.address}{BOARD}"

    @property
    def offered(self) -> list[str]:
        """The operations that are answered, by key."""
        return list(self._operations)

    def refuse_connections(self) -> None:
        """Stop listening, as a host that is down."""
        self._server.close()

    def accept_connections(self) -> None:
        """Listen again, at the same address."""
        self._server.listen()

    def hold(self) -> None:
        """Keep the invoices that come from now on in work (150), until they are released."""
        self.faults.held = True

    def release(self) -> None:
        """Finish all that is held."""
        self.faults.held = False
        self.sessions.release()

    def times(self, key: str) -> int:
        """How often an operation was asked for."""
        return sum(one.key == key for one in self.asked)

    def _offered(self) -> dict[str, Callable[[Request], Answer]]:
        sign_in, sessions = self.sign_in, self.sessions
        session, invoice = "/sessions/{referenceNumber}", "/invoices/{invoiceReferenceNumber}"
        return {
            "GET /security/public-key-certificates": lambda _: _json(self.keys.published()),
            "POST /auth/challenge": sign_in.challenge,
            "POST /auth/xades-signature": sign_in.by_signature,
            "POST /auth/ksef-token": sign_in.by_token,
            "GET /auth/{referenceNumber}": sign_in.status,
            "POST /auth/token/redeem": sign_in.redeem,
            "POST /auth/token/refresh": sign_in.refresh,
            "DELETE /auth/sessions/current": sign_in.sign_out,
            "GET /sessions": sessions.sessions,
            "POST /sessions/online": sessions.open,
            "POST /sessions/online/{referenceNumber}/invoices": sessions.send,
            "POST /sessions/online/{referenceNumber}/close": sessions.close,
            f"GET {session}": sessions.status,
            f"GET {session}/invoices": sessions.invoices,
            f"GET {session}/invoices/failed": sessions.failed_invoices,
            f"GET {session}{invoice}": sessions.invoice,
            f"GET {session}{invoice}/upo": sessions.receipt_by_reference,
            f"GET {session}/invoices/ksef/{{ksefNumber}}/upo": sessions.receipt_by_number,
            f"GET {session}/upo/{{upoReferenceNumber}}": sessions.receipt_of_session,
            "POST /invoices/query/metadata": self.queries.metadata,
            "GET /invoices/ksef/{ksefNumber}": self.queries.file,
        }

    def _reply(self, incoming: Incoming) -> Reply:
        with self._lock:
            path = urlsplit(incoming.target).path
            if not path.startswith(f"{BASE}/"):
                return Reply(self._beside(incoming.method, path))
            found = find(incoming.method, path.removeprefix(BASE))
            if found is None:
                return Reply(problem(404, path, self.clock.now()))
            fault = self.faults.next_for(found[0].key)
            answer = self._answer(incoming, *found, fault)
            lost = fault is not None and fault.lost
            self.asked.append(Asked(found[0].key, path, None if lost else answer.status))
            warning = incoming.headers.get("x-test-system-warning")
            answer = answer.with_headers(X_System_Warning=warning) if warning else answer
            return Reply(None if lost else answer, fault.late if fault else 0)

    def _beside(self, method: str, path: str) -> Answer:
        """What is not the API: the status board, and files behind links."""
        answer = None
        if method == "GET" and path.startswith(BOARD):
            answer = self.lighthouse.answer(path.removeprefix(BOARD))
        elif method == "GET" and path.startswith(f"{FILES}/"):
            answer = self.sessions.file(path.removeprefix(f"{FILES}/"))
        return answer or problem(404, path, self.clock.now())

    def _answer(
        self, incoming: Incoming, operation: Operation, parameters: dict[str, str], fault: Fault | None
    ) -> Answer:
        path, now = urlsplit(incoming.target).path, self.clock.now()
        wants = incoming.headers.get("x-error-format") == "problem-details"
        if fault and isinstance(fault.instead, Answer):
            return fault.instead
        try:
            answer = self._worked_on(incoming, operation, parameters, fault)
        except Refused as error:
            answer = refusal(error, path, now, details_of_problem=wants)
        except Denied as error:
            answer = denial(error, path, now)
        except Limited as error:
            answer = too_many(error, path, now, details_of_problem=wants)
        except ConnectionAbortedError:
            return Answer(0)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with the counterpart is told to whoever runs it
            self.flaws.append(f"{operation.key}: {error!r}")
            return problem(500, path, now)
        told = fault is not None and fault.instead is not None and answer.status not in operation.answers
        self.flaws += [] if told else [f"{operation.key}: {one}" for one in flaws_of(operation, answer)]
        return answer

    def _worked_on(
        self, incoming: Incoming, operation: Operation, parameters: dict[str, str], fault: Fault | None
    ) -> Answer:
        if fault and isinstance(fault.instead, Exception):
            raise fault.instead
        query = parse_qs(urlsplit(incoming.target).query, keep_blank_values=True)
        request = Request(
            operation,
            incoming.target,
            parameters,
            {name: ",".join(values) for name, values in query.items()},
            incoming.headers,
            incoming.body,
            incoming.client,
        )
        request = self._let_in(request)
        wrong = faults_of_parameters(operation, {"path": parameters, "query": request.query, "header": request.headers})
        if wrong:
            raise Refused(21405, *wrong)
        if operation.key not in self._operations:
            return problem(501, request.path, self.clock.now(), detail="Odpowiednik nie zna tej operacji.")
        return self._operations[operation.key](replace(request, value=_value(request)))

    def _let_in(self, request: Request) -> Request:
        """The request with who asks, once it is counted.

        Raises:
            Limited: there were too many.
            Denied: 401 without a token that fits, 403 without a permission.
        """
        operation, refused, token = request.operation, None, dict[str, Any]()
        try:
            if operation.secured:
                token = dict(self.sign_in.read(request.headers.get("authorization", "")))
        except Denied as error:
            refused = error
        self.limits.count(operation, token.get("context-identifier-value", ""), request.client, self.clock.now())
        if refused:
            raise refused
        if not operation.secured:
            return request
        if token["token-type"] not in _TOKENS.get(operation.key, {"ContextToken"}):
            raise Denied("Token tego rodzaju nie pozwala na tę operację.")
        visitor = self.sign_in.visitor(token)
        if operation.permissions and not visitor.permissions & set(operation.permissions):
            security = {
                "requiredAnyOfPermissions": list(operation.permissions),
                "presentPermissions": sorted(visitor.permissions),
            }
            raise Denied("Brak wymaganych uprawnień do wykonania operacji.", "missing-permissions", security)
        return replace(request, token=token, visitor=visitor)


def flaws_of(operation: Operation, answer: Answer) -> list[str]:
    """In what an answer differs from the description of its operation."""
    if answer.status == 501:
        return []
    if answer.status not in operation.answers:
        return [f"{answer.status} is not described"]
    kinds: Mapping[str, Any] = operation.answers[answer.status]
    if not kinds:
        return [f"{answer.status} has no body"] if answer.body else []
    if answer.kind not in kinds:
        return [f"{answer.status} is described as {', '.join(kinds)}, not {answer.kind}"]
    return faults(kinds[answer.kind], answer.value)


def _value(request: Request) -> Any:
    schema = request.operation.body.get("application/json")
    if schema is None:
        return None
    try:
        value = json.loads(request.body)
    except ValueError as error:
        raise Refused(21001, str(error)) from error
    wrong = faults(schema, value)
    if wrong:
        raise Refused(21405, *wrong)
    return value


def _json(value: Any) -> Answer:
    return Answer(200, json.dumps(value).encode(), "application/json", value=value)


assert _TOKENS.keys() <= operations().keys()
