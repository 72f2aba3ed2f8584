"""Screens of customers as the manifest describes them: kinds of fields, what belongs to a customer, and actions."""

from typing import Any

MINE = ("customers.*", "measurements.*", "messaging.*")


async def _screens(me: Any) -> dict[str, Any]:
    answer = await me.get("/ui/manifest/x", headers={"accept-language": "pl"})
    assert answer.status_code == 200
    return answer.json()["screens"]


def _fields(screen: dict[str, Any]) -> dict[str, Any]:
    return {one["name"]: one for one in [*screen["fields"], *screen.get("filters", [])]}


async def test_a_person_is_entered_by_fields_that_say_what_they_hold(caller: Any):
    screens = await _screens(await caller(*MINE))
    person = _fields(screens["customers.people"])
    kinds = {name: person[name]["kind"] for name in ("primary_phone", "primary_email", "nip", "iban", "linkedInUrl")}
    assert kinds == {
        "primary_phone": "phone",
        "primary_email": "email",
        "nip": "nip",
        "iban": "iban",
        "linkedInUrl": "url",
    }
    assert {name: person[name]["suggest"] for name in ("status", "source", "jobTitle")} == {
        "status": "customers:statuses",
        "source": "customers:sources",
        "jobTitle": "customers:job-titles",
    }
    assert {name: person[name]["of"] for name in ("owner_user_id", "companyEntityId", "tags", "tagIds")} == {
        "owner_user_id": "auth:user",
        "companyEntityId": "customers:customer_company_profile",
        "tags": "customers:tag",
        "tagIds": "customers:tag",
    }
    assert person["hasPhone"]["kind"] == "flag"
    deal = _fields(screens["customers.deals"])
    assert (deal["value_amount"]["kind"], deal["probability"]["unit"]) == ("money", "%")
    assert deal["probability"]["label"] == "Prawdopodobieństwo"
    assert deal["personIds"]["of"] == deal["personId"]["of"] == "customers:customer_person_profile"


async def test_what_belongs_to_a_customer_is_shown_to_whoever_may_see_it(caller: Any):
    everything = await _screens(await caller(*MINE))
    assert [one["screen"] for one in everything["customers.people"]["children"]] == [
        "customers.deals",
        "measurements.measurements",
        "customers.addresses",
        "customers.activities",
        "customers.comments",
    ]
    little = await _screens(await caller("customers.people.view", "customers.deals.view"))
    assert [one["screen"] for one in little["customers.people"]["children"]] == ["customers.deals"]
    assert little["customers.people"]["can"].keys() == {"read"}


async def test_actions_are_offered_to_whoever_may_take_them(caller: Any):
    boss, viewer = await _screens(await caller(*MINE)), await _screens(await caller("measurements.view"))
    offered = {one["label"]: one for one in boss["measurements.measurements"]["actions"]}
    assert {*offered} == {"Zatwierdź", "Zalicz na umowę…"}
    assert offered["Zatwierdź"]["when"] == {"zatwierdzony_at": None}
    assert "actions" not in viewer["measurements.measurements"]
    (card,) = boss["customers.people"]["actions"]
    assert (card["then"], card["op"]) == ("download", "GET /customers/people/{id}/vcard")


async def test_nobody_chooses_who_a_message_is_from(caller: Any):
    message = (await _screens(await caller(*MINE)))["messaging.messages"]
    offered = [*message["quick"], *(name for group in message["groups"] for name in group["fields"])]
    assert "sender_id" not in offered
    assert "recipient_id" in offered
