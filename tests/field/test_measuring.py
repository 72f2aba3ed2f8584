"""Measurers: their visits, the protocol of what is not approved yet, and whom they still have to call."""

from site_of_work import Site, somebody, text_of

from callers import Invite


async def test_a_visit_says_whose_home_it_is_and_the_fee(site: Site, caller: Invite) -> None:
    measurer = await somebody(caller, "Pomiarowiec")
    measurement = await site.made(
        "/measurements/measurements",
        {"customerId": site.customer, "uzytkownikId": str(measurer.user_id), "kwota": "250"},
    )
    [waiting] = (await site.day(measurer))["bezTerminu"]
    assert (waiting["id"], waiting["klient"]["telefon"]) == (measurement, "+48 600 000 044")
    await site.planned(
        measurer,
        typ="pomiar",
        contractId=None,
        customerId=site.customer,
        opcje={"godzinaOd": "10:00", "godzinaDo": "11:30"},
    )
    job = await site.job(measurer)
    assert (job["godzinaOd"], job["godzinaDo"], job["umowa"]) == ("10:00", "11:30", None)
    assert job["klient"]["adres"] == "ul. Montażowa 7, 62-030 Luboń"
    assert job["pomiar"] == {"id": measurement, "zatwierdzony": False}
    assert job["doPobrania"] == 250
    assert (await site.day(measurer, 1))["bezTerminu"] == []


async def test_the_measurer_issues_the_protocol_of_their_own_visit(site: Site, caller: Invite) -> None:
    measurer, other = [await somebody(caller, "Pomiarowiec") for _ in range(2)]
    measurement = await site.made(
        "/measurements/measurements",
        {"customerId": site.customer, "uzytkownikId": str(measurer.user_id), "kwota": "250"},
    )
    path = f"/field/measurements/{measurement}/protocol"
    assert (await other.post(path, {})).status_code == 404
    first = await measurer.post(path, {"uwagi": "Krzywa ściana przy oknie"})
    assert first.status_code == 200, first.text
    assert (await measurer.post(path, {})).json() == first.json()
    file = await measurer.get(f"/field/documents/{first.json()['id']}")
    said = text_of(file.content)
    assert first.json()["numer"] in said
    assert "Krzywa ściana przy oknie" in said
    assert (await other.get(f"/field/documents/{first.json()['id']}")).status_code == 404
    [shown] = (await site.office.get("/measurements/measurements", params={"id": measurement})).json()["items"]
    assert shown["zatwierdzony_at"] is None
    assert (await measurer.post(f"/measurements/measurements/{measurement}/approve")).status_code == 403
