"""A counterpart of KSeF 2.0 (the state's e-invoicing service) on this machine, for tests of what speaks to it.

It answers over real sockets as the published description says (``contract/``), checks what it is sent as the service
does, and fails in the ways that the service is known to fail. A client in this process or in another is told its
addresses; the test holds the other end:

    with Counterpart() as ksef:
        start_what_sends(api=ksef.url, board=ksef.lighthouse_url)
        ksef.faults.lose_answer(faults.SEND)  # what is to go wrong, once
        ksef.clock.set(midnight)  # hours take no time
        ...
        assert ksef.times(faults.SEND) == 1  # what was asked
        assert ksef.flaws == []  # the counterpart itself kept to the description

Who may what is in ``ksef.sign_in`` (tokens, grants, withdrawals), the ministry's keys are ``ksef.keys``, accepted
invoices ``ksef.register``, the rules ``ksef.sessions.judge``, limits ``ksef.limits``, durations ``ksef.pace``;
``taxpayers`` makes certificates and invoices.

It does not have: contexts other than NIP, requests for a sign-in in schema 2.0, batch sessions, exports, enrolment of
certificates, trust chains and OCSP, the ministry's signature on acknowledgements, longer waits for whoever keeps
passing a limit, and whatever the service checks beyond the schema and the rules here.
"""
