async def test_a_material_is_created_listed_changed_deleted_and_brought_back(caller):
    me = await caller("warehouse.*")
    body = {"typ":"mdf","producent":"Egger","symbol":"H1180 ST37","dlugosc":2800,"szerokosc":2070,"cala":True,"ilosc":3}
    made = await me.post("/warehouse/materials", body)
    assert made.status_code == 201, made.text
    print(made.headers, made.json())
    listed = await me.get("/warehouse/materials", params={"search": "118", "typ": "mdf", "sortField": "symbol"})
    assert listed.status_code == 200, listed.text
    print(listed.json())
    assert listed.json()["total"] == 1
    changed = await me.put("/warehouse/materials", {"id": made.json()["id"], "ilosc": 5})
    assert changed.status_code == 200, changed.text
    gone = await me.delete("/warehouse/materials", params={"id": made.json()["id"]})
    assert gone.status_code == 200, gone.text
    assert (await me.get("/warehouse/materials")).json()["total"] == 0
