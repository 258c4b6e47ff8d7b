"""A browser, as the API knows it."""

from bot.web.sessions import CSRF

PASSWORD = "three blue kites over the lake"


class Page:
    """Keeps its cookie, and sends what it was given as csrf; answers are status and body."""

    def __init__(self, client):
        self.client = client
        self.csrf = None

    async def get(self, path, **more):
        async with self.client.get(f"/api/v1{path}", **more) as response:
            return response.status, await response.json()

    async def post(self, path, *, headers=None, **body):
        given = {CSRF: self.csrf} if headers is None and self.csrf else headers or {}
        async with self.client.post(f"/api/v1{path}", json=body, headers=given) as response:
            found = await response.json()
            self.csrf = found.get("csrf") or self.csrf
            return response.status, found

    async def enter(self, name="wang", password=PASSWORD, **more):
        return await self.post("/session", name=name, password=password, **more)

    async def enter_from(self, address, name="wang", password=PASSWORD):
        headers = {"X-Forwarded-For": address}
        return await self.post("/session", headers=headers, name=name, password=password)


async def invite(api, name="wang", role="manager"):
    made = await api.post("/logins/make", name=name, role=role)
    assert made.status == 200, made.body
    return made.body["key"], made.body["login"]["id"]
