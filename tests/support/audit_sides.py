"""Every line of the audit says what was before and after; looked at after each test of the API."""

from collections.abc import Mapping

from storage.service.audit import Audit, AuditEntry

# What changes nothing that is kept, and why it is a line all the same.
NOTHING_CHANGES: Mapping[str, str] = {
    "channel.connect": "the account's state follows by itself, with a time of its own",
    "feed.show": "an address that lets in whoever has it was looked at",
    "person.export": "data were given out",
}


async def without_sides(database) -> list[AuditEntry]:
    """The lines that do not say what they changed; asking for the same again changes nothing."""
    found: list[AuditEntry] = []
    async with database.read() as connection:
        audit, after = Audit(connection), None
        while True:
            page = await audit.entries(after=after, limit=500)
            found += page.items
            after = page.next
            if after is None:
                break
    # Of an erased person only that something was done is left.
    erased = {line.subject for line in found if line.action == "person.erase"}
    seen: set[tuple[str, str]] = set()
    bare: list[AuditEntry] = []
    for line in reversed(found):
        sides = {"before", "after"} & set(line.details or {})
        about = (line.action, line.subject)
        if line.subject in erased and line.details is None:
            continue
        if not sides and line.action not in NOTHING_CHANGES and about not in seen:
            bare.append(line)
        seen.add(about)
    return bare
