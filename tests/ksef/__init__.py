"""A counterpart of KSeF 2.0 (the state's e-invoicing service) on this machine, for tests of what speaks to it.

It answers over real sockets as the published description says (``contract/``), checks what it is sent as the service
does, and fails in the ways that the service is known to fail. What it has not: other contexts than NIP, batch sessions,
exports, enrolment of certificates, trust chains and OCSP, and whatever the service checks beyond schema and rules here.

    with Counterpart() as ksef:
        AsyncKsefClient(KsefClientOptions(base_url=ksef.url, base_qr_url=…, base_lighthouse_url=ksef.lighthouse_url))
"""
