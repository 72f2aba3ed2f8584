"""Verification of a signed request for a sign-in: XAdES-BES, enveloped, and the schema of what is signed."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from lxml import etree

from ksef.answers import Refused
from ksef.description import CONTRACT

AUTH = "http://ksef.mf.gov.pl/auth/token/2.1"
_DS = "http://www.w3.org/2000/09/xmldsig#"
_XADES = "http://uri.etsi.org/01903/v1.3.2#"
_PROPERTIES = "http://uri.etsi.org/01903#SignedProperties"
_NAMES = {"ds": _DS, "xades": _XADES, "auth": AUTH}
_ENVELOPED = f"{_DS}enveloped-signature"
_CANONICAL = {
    "http://www.w3.org/2001/10/xml-exc-c14n#",
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
    "http://www.w3.org/2006/12/xml-c14n11",
}
_SIGNATURES = {
    f"http://www.w3.org/2001/04/xmldsig-more#{name}"
    for name in ("rsa-sha256", "rsa-sha384", "rsa-sha512", "ecdsa-sha256", "ecdsa-sha384", "ecdsa-sha512")
}
_DIGESTS = {
    "http://www.w3.org/2001/04/xmlenc#sha256": hashes.SHA256(),
    "http://www.w3.org/2001/04/xmlenc#sha512": hashes.SHA512(),
}
_ORGANIZATION = x509.ObjectIdentifier("2.5.4.97")
# How the identifier of a subject begins in a certificate.
_KINDS = {"VATPL-": "nip", "TINPL-": "nip", "PNOPL-": "pesel"}


@dataclass(frozen=True)
class SignedRequest:
    """A request for a sign-in whose signature is right: which challenge, for which NIP, by whose certificate."""

    challenge: str
    nip: str
    certificate: x509.Certificate
    subject: str | None

    def is_valid_at(self, moment: datetime) -> bool:
        """Whether the certificate holds."""
        return self.certificate.not_valid_before_utc <= moment <= self.certificate.not_valid_after_utc

    def may_sign_in(self) -> bool:
        """Whether the certificate names somebody, and is for signing in rather than for offline invoices."""
        if self.subject is None:
            return False
        try:
            return self.certificate.extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature
        except x509.ExtensionNotFound:
            return True


def verified(document: bytes) -> SignedRequest:
    """The request, if signature, references and schema are right.

    Raises:
        Refused: 9101 to 9105 for document and signature, 21115 for the certificate, 21401 for the schema.
    """
    root = _parsed(document)
    signatures = root.findall(".//ds:Signature", _NAMES)
    if not signatures:
        raise Refused(9102)
    if len(signatures) > 1:
        raise Refused(9103)
    signature = signatures[0]
    certificate = _certificate(signature)
    _check_form(root, signature, certificate)
    _check_value(root, signature, certificate)
    root.remove(signature)
    schema = _schema()
    if not schema.validate(root):
        raise Refused(21401, str(schema.error_log.last_error.message))
    nip = root.findtext("auth:ContextIdentifier/auth:Nip", None, _NAMES)
    if nip is None:
        raise Refused(21405, "Odpowiednik zna tylko kontekst Nip.")
    by_print = root.findtext("auth:SubjectIdentifierType", "", _NAMES) == "certificateFingerprint"
    whose = certificate.fingerprint(hashes.SHA256()).hex().upper() if by_print else subject_of(certificate)
    return SignedRequest(root.findtext("auth:Challenge", "", _NAMES), nip, certificate, whose)


def subject_of(certificate: x509.Certificate) -> str | None:
    """The NIP or PESEL in a certificate, as ``nip:…`` or ``pesel:…``."""
    for oid in (_ORGANIZATION, NameOID.SERIAL_NUMBER):
        for one in certificate.subject.get_attributes_for_oid(oid):
            for start, kind in _KINDS.items():
                if str(one.value).startswith(start):
                    return f"{kind}:{str(one.value).removeprefix(start)}"
    return None


def _parsed(document: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(document, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused(9101) from error
    if root.getroottree().docinfo.doctype:
        raise Refused(9101)
    return root


def _certificate(signature: Any) -> x509.Certificate:
    text = signature.findtext("ds:KeyInfo/ds:X509Data/ds:X509Certificate", "", _NAMES)
    try:
        return x509.load_der_x509_certificate(base64.b64decode(text))
    except (ValueError, binascii.Error) as error:
        raise Refused(21115) from error


def _check_form(root: Any, signature: Any, certificate: x509.Certificate) -> None:
    """The whole document and the signed properties are signed, these name the certificate; nothing else is signed."""
    references = signature.findall("ds:SignedInfo/ds:Reference", _NAMES)
    whole = [one for one in references if one.get("URI") == ""]
    properties = [one for one in references if one.get("Type") == _PROPERTIES]
    found = signature.findall("ds:Object/xades:QualifyingProperties/xades:SignedProperties", _NAMES)
    ids = [one.get("Id") for one in root.iter() if one.get("Id")]
    right = (
        signature.getparent() is root
        and len(references) == 2
        and len(whole) == len(properties) == len(found) == 1
        and properties[0].get("URI") == f"#{found[0].get('Id')}"
        and len(set(ids)) == len(ids)
        and _algorithms(whole[0], "ds:Transforms/ds:Transform") - _CANONICAL == {_ENVELOPED}
        and _algorithms(properties[0], "ds:Transforms/ds:Transform") <= _CANONICAL
        and all(_algorithms(one, "ds:DigestMethod") <= _DIGESTS.keys() for one in references)
        and _algorithms(signature, "ds:SignedInfo/ds:SignatureMethod") <= _SIGNATURES
        and found[0].findtext("xades:SignedSignatureProperties/xades:SigningTime", "", _NAMES) != ""
        and _names_certificate(found[0], certificate)
    )
    if not right:
        raise Refused(9105, "Podpis nie jest zgodny z XAdES-BES.")


def _algorithms(element: Any, path: str) -> set[str]:
    return {one.get("Algorithm") for one in element.findall(path, _NAMES)}


def _names_certificate(properties: Any, certificate: x509.Certificate) -> bool:
    start = "xades:SignedSignatureProperties/xades:SigningCertificate"
    for kind in (start, f"{start}V2"):
        digest = properties.find(f"{kind}/xades:Cert/xades:CertDigest", _NAMES)
        if digest is not None:
            algorithm = _DIGESTS.get(digest.find("ds:DigestMethod", _NAMES).get("Algorithm"))
            told = digest.findtext("ds:DigestValue", "", _NAMES).strip()
            return bool(algorithm) and told == base64.b64encode(certificate.fingerprint(algorithm)).decode()
    return False


def _check_value(root: Any, signature: Any, certificate: x509.Certificate) -> None:
    xmlsec.tree.add_ids(root, ["Id"])
    context = xmlsec.SignatureContext()
    try:
        context.key = xmlsec.Key.from_memory(certificate.public_bytes(Encoding.PEM), xmlsec.KeyFormat.CERT_PEM)
        context.verify(signature)
    except xmlsec.Error as error:
        raise Refused(9105) from error


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(CONTRACT / "schemat_auth_v2-1.xsd")))
