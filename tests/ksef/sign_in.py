"""Signing in: challenges, certificates and KSeF tokens, and the JWTs that come of them."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives.serialization import Encoding

from ksef.answers import Answer, Denied, Refused, json_answer
from ksef.basics import OWNER, Clock, Pace, Request, Visitor, reference, sha256
from ksef.faults import Faults
from ksef.keys import TOKENS, Keys
from ksef.signatures import verified

CHALLENGE_LIVES = timedelta(minutes=10)
OPERATION_LIVES = timedelta(days=7)
_METHODS = {
    "Token": {"category": "Token", "code": "token.ksef", "displayName": "Token KSeF"},
    "InternalCertificate": {
        "category": "XadesSignature",
        "code": "xades.internal",
        "displayName": "Podpis certyfikatem KSeF",
    },
}
_DER = Encoding.DER
_TOKEN_FAILED = "Uwierzytelnianie zakończone niepowodzeniem z powodu błędnego tokenu"
_CERTIFICATE_FAILED = "Uwierzytelnianie zakończone niepowodzeniem z powodu błędu certyfikatu"
_FAILED = "Uwierzytelnianie zakończone niepowodzeniem"
_DESCRIPTIONS: Mapping[int, str] = {
    100: "Uwierzytelnianie w toku",
    200: "Uwierzytelnianie zakończone sukcesem",
    415: _FAILED,
    425: "Uwierzytelnienie unieważnione",
    450: _TOKEN_FAILED,
    460: _CERTIFICATE_FAILED,
    470: _FAILED,
    480: "Uwierzytelnienie zablokowane",
    500: "Nieznany błąd",
    550: "Operacja została anulowana przez system",
}


@dataclass
class Login:
    """A sign-in: how it ends, and whether its tokens were fetched."""

    reference: str
    nip: str
    method: str
    started: datetime
    ready: datetime
    permissions: frozenset[str]
    # The reference of the KSeF token or the hash of the signed request, for acknowledgements of receipt.
    proof: str
    code: int = 200
    detail: str = ""
    redeemed: bool = False
    refreshed: datetime | None = None

    def status(self, now: datetime) -> dict[str, Any]:
        """The status at a moment."""
        code = self.code if now >= self.ready else 100
        details = [self.detail] if self.detail and code != 100 else None
        return {"code": code, "description": _DESCRIPTIONS[code], "details": details}


class SignIn:
    """Operations of ``/auth``; who may what is told by tests."""

    def __init__(self, clock: Clock, keys: Keys, faults: Faults, pace: Pace) -> None:
        self.access_lives = timedelta(minutes=15)
        self.refresh_lives = timedelta(days=7)
        self._clock, self._keys, self._faults, self._pace = clock, keys, faults, pace
        self._secret = secrets.token_bytes(32)
        self._challenges: dict[str, datetime] = {}
        self._logins: dict[str, Login] = {}
        self._tokens: dict[str, tuple[str, frozenset[str], str]] = {}
        self._grants: dict[tuple[str, str], frozenset[str]] = {}
        self._revoked: set[str] = set()

    def issue_token(self, nip: str, permissions: frozenset[str] = OWNER) -> str:
        """A KSeF token of a taxpayer."""
        number = reference(self._clock.now(), "EC")
        token = f"{number}|nip-{nip}|{secrets.token_hex(32)}"
        self._tokens[token] = (nip, permissions, number)
        return token

    def grant(self, subject: str, nip: str, permissions: frozenset[str]) -> None:
        """Let a subject (``nip:…``, ``pesel:…``, a fingerprint in capitals) act for a taxpayer; none takes it back."""
        self._grants[subject, nip] = permissions

    def revoke(self, what: str) -> None:
        """Withdraw a KSeF token, or a certificate by its SHA-256 fingerprint in hexadecimal."""
        self._revoked.add(what)

    def revoke_logins(self, nip: str) -> None:
        """End all that is signed in for a taxpayer."""
        for login in self._logins.values():
            if login.nip == nip and login.code == 200:
                login.code = 425

    def login(self, number: str) -> Login:
        """A sign-in by its reference."""
        return self._logins[number]

    def challenge(self, request: Request) -> Answer:
        """A challenge, which lives ten minutes."""
        now = self._clock.now()
        made = reference(now, "CR")
        self._challenges[made] = now
        told = {"challenge": made, "timestamp": now.isoformat(), "timestampMs": _milliseconds(now)}
        return json_answer(200, {**told, "clientIp": request.client})

    def by_signature(self, request: Request) -> Answer:
        """Begin a sign-in with a signed request."""
        signed = verified(request.body)
        self._answered(signed.challenge)
        fingerprint = hashlib.sha256(signed.certificate.public_bytes(_DER)).hexdigest()
        login = self._begun(signed.nip, "InternalCertificate", self._rights(signed.subject, signed.nip))
        login.proof = sha256(request.body)
        if login.code == 200 and not signed.is_valid_at(self._clock.now()):
            login.code, login.detail = 460, "Nieważny certyfikat"
        elif login.code == 200 and fingerprint in self._revoked:
            login.code, login.detail = 460, "Certyfikat odwołany"
        elif login.code == 200 and not signed.may_sign_in():
            login.code, login.detail = 460, "Niepoprawny certyfikat"
        return self._announced(login)

    def by_token(self, request: Request) -> Answer:
        """Begin a sign-in with a KSeF token, locked together with the moment of the challenge."""
        asked = request.value
        began = self._answered(asked["challenge"])
        context = asked["contextIdentifier"]
        if context["type"] != "Nip":
            raise Refused(21405, "Odpowiednik zna tylko kontekst Nip.")
        opened = self._keys.opened(TOKENS, asked["encryptedToken"], asked.get("publicKeyId"))
        token, _, moment = (opened or b"").decode("utf-8", "replace").rpartition("|")
        known = self._tokens.get(token)
        login = self._begun(context["value"], "Token", known[1] if known else OWNER)
        if known:
            login.proof = known[2]
        wrong = {
            "Nieprawidłowe szyfrowanie tokena": opened is None,
            "Nieprawidłowy token": known is None,
            "Nieprawidłowy czas tokena": moment != str(_milliseconds(began)),
            "Token unieważniony": token in self._revoked,
            f"Token nie może być użyty w kontekście {context['value']}": bool(known) and known[0] != login.nip,
        }
        if login.code == 200 and any(wrong.values()):
            login.code, login.detail = 450, next(detail for detail, is_so in wrong.items() if is_so)
        return self._announced(login)

    def status(self, request: Request) -> Answer:
        """How a sign-in stands."""
        now, login = self._clock.now(), self._known(request.parameters["referenceNumber"])
        if request.token["sub"] != login.reference:
            raise Denied("Token nie dotyczy tej operacji.")
        told = {
            "startDate": login.started.isoformat(),
            "authenticationMethod": login.method,
            "authenticationMethodInfo": _METHODS[login.method],
            "status": login.status(now),
            "isTokenRedeemed": login.redeemed,
            "lastTokenRefreshDate": login.refreshed and login.refreshed.isoformat(),
            "refreshTokenValidUntil": (login.started + self.refresh_lives).isoformat() if login.redeemed else None,
        }
        return json_answer(200, told)

    def redeem(self, request: Request) -> Answer:
        """Fetch the tokens, once."""
        login = self._known(request.token["sub"])
        if login.redeemed:
            raise Refused(21301, f"Tokeny dla operacji uwierzytelniania {login.reference} zostały już pobrane.")
        self._check_over(login, "pobranie tokenów")
        login.redeemed = True
        refresh = self._jwt(login, "RefreshToken", self.refresh_lives)
        return json_answer(200, {"accessToken": self._access(login), "refreshToken": refresh})

    def refresh(self, request: Request) -> Answer:
        """A new access token."""
        login = self._known(request.token["sub"])
        self._check_over(login, "odświeżenie tokenu dostępowego")
        login.refreshed = self._clock.now()
        return json_answer(200, {"accessToken": self._access(login)})

    def sign_out(self, request: Request) -> Answer:
        """End what is signed in: its refresh token is worth nothing then."""
        self._known(request.token["sub"]).code = 425
        return Answer(204)

    def read(self, authorization: str) -> Mapping[str, Any]:
        """What the JWT of a header says, by the counterpart's clock.

        Raises:
            Denied: there is none, it is not ours, or its time is over.
        """
        kind, _, text = authorization.partition(" ")
        if kind.lower() != "bearer":
            raise Denied("Wymagane jest uwierzytelnienie.")
        try:
            told = jwt.decode(text, self._secret, ["HS256"], options={"verify_exp": False, "verify_iat": False})
        except jwt.InvalidTokenError as error:
            raise Denied("Nieprawidłowy token.") from error
        if told["exp"] <= self._clock.now().timestamp():
            raise Denied("Token wygasł.")
        return told

    def visitor(self, token: Mapping[str, Any]) -> Visitor:
        """Who has an access token."""
        login = self._logins[token["sub"]]
        return Visitor(login.nip, login.permissions, login.method, login.reference)

    def _answered(self, challenge: str) -> datetime:
        """The moment of a challenge that is answered now, and only now."""
        made = self._challenges.pop(challenge, None)
        if made is None or self._clock.now() - made > CHALLENGE_LIVES:
            raise Refused(21111)
        return made

    def _rights(self, subject: str | None, nip: str) -> frozenset[str]:
        if subject == f"nip:{nip}":
            return OWNER
        return self._grants.get((subject or "", nip), frozenset())

    def _begun(self, nip: str, method: str, permissions: frozenset[str]) -> Login:
        now = self._clock.now()
        ready = now + timedelta(seconds=self._pace.sign_in)
        number = reference(now, "AU")
        login = Login(number, nip, method, now, ready, permissions, number)
        told = self._faults.next_sign_in()
        if told:
            login.code, login.detail = told
        elif not permissions:
            login.code, login.detail = 415, "Brak przypisanych uprawnień"
        self._logins[number] = login
        return login

    def _announced(self, login: Login) -> Answer:
        token = self._jwt(login, "OperationToken", OPERATION_LIVES)
        return json_answer(202, {"referenceNumber": login.reference, "authenticationToken": token})

    def _known(self, number: str) -> Login:
        login = self._logins.get(number)
        if login is None:
            sentence = f"Operacja uwierzytelniania o numerze referencyjnym {number} nie została znaleziona."
            raise Refused(21304, sentence)
        return login

    def _check_over(self, login: Login, what: str) -> None:
        code = login.status(self._clock.now())["code"]
        if code != 200:
            raise Refused(21301, f"Status uwierzytelniania ({code}) nie pozwala na {what}.")

    def _access(self, login: Login) -> dict[str, str]:
        return self._jwt(login, "ContextToken", self.access_lives)

    def _jwt(self, login: Login, kind: str, lives: timedelta) -> dict[str, str]:
        now = self._clock.now()
        until = now + lives
        told = {"token-type": kind, "sub": login.reference, "context-identifier-value": login.nip}
        times = {"iat": int(now.timestamp()), "exp": int(until.timestamp()), "jti": secrets.token_hex(8)}
        token = jwt.encode({**told, **times}, self._secret, "HS256")
        return {"token": token, "validUntil": until.isoformat()}


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
