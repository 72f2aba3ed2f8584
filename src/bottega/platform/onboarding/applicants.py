"""Encryption of what an applicant has said, with a key of the installation: there is no tenant yet that had one."""

import os
from base64 import b64decode, b64encode
from typing import Final

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bottega.kernel.application import Application
from bottega.kernel.keys.key_wrapping import IV_BYTES
from bottega.platform.onboarding.module import module

_PURPOSE: Final = module.lasting_key("onboarding applicants")
_PLACE: Final = b"onboarding_requests.applicant"


class Applicant(msgspec.Struct, frozen=True):
    """Who wants a tenant, and how they will sign in."""

    email: str
    first_name: str
    last_name: str
    organization: str
    password_hash: str
    locale: str


def seal(app: Application, applicant: Applicant) -> str:
    """What is stored of an applicant."""
    iv = os.urandom(IV_BYTES)
    return b64encode(iv + _cipher(app).encrypt(iv, msgspec.json.encode(applicant), _PLACE)).decode()


def unseal(app: Application, sealed: str) -> Applicant:
    """An applicant as they were stored."""
    raw = b64decode(sealed)
    return msgspec.json.decode(_cipher(app).decrypt(raw[:IV_BYTES], raw[IV_BYTES:], _PLACE), type=Applicant)


def _cipher(app: Application) -> AESGCM:
    return AESGCM(app.secrets.derive(_PURPOSE)[:32])
