"""A list written line by line gets other entries; those that stay keep their line and comment."""

from bot.settings.edits import NotEditable, Put, shown
from bot.settings.places import Spot, end_of, line_end, line_start
from bot.settings.written import entry


def relist(text: str, spot: Spot, edit: Put) -> str:
    """The entries in a new order, some new, some gone; raises NotEditable for nested lists."""
    items = spot.node.value
    if any(item.id != "scalar" for item in items) or not edit.value:
        return _anew(text, spot, edit)
    first = line_start(text, items[0].start_mark.index)
    dash = text.rfind("-", 0, items[0].start_mark.index) - first
    known: dict[str, str] = {}
    at = first
    for item in items:
        last = line_end(text, end_of(text, Spot(key=None, node=item)))
        known[str(item.value)] = text[at:last]
        at = last + 1
    told = [known.get(str(one)) or "\n".join(entry(one, dash)) for one in edit.value]
    return text[:first] + "\n".join(told) + text[at - 1 :]


def _anew(text: str, spot: Spot, edit: Put) -> str:
    """All of it written again, below its key; comments in it would be lost, so there are none."""
    items = spot.node.value
    first = line_start(text, items[0].start_mark.index)
    last = line_end(text, end_of(text, spot))
    if spot.key is None or "#" in text[first:last]:
        msg = f"{shown(edit.path)} has comments between its entries; edit config.yaml"
        raise NotEditable(msg)
    if not edit.value:
        colon = text.index(":", spot.key.end_mark.index) + 1
        return f"{text[:colon]} []{text[colon:first]}{text[last + 1 :]}"
    dash = text.rfind("-", 0, items[0].start_mark.index) - first
    told = "\n".join(line for one in edit.value for line in entry(one, dash))
    return text[:first] + told + text[last:]
