"""A rehearsal as one page: no request to any host, readable on a phone, every text escaped."""

from collections.abc import Iterator
from html import escape

from bot.rehearsal.scene import Scene
from bot.rehearsal.values import Come, Finding, Line, Rehearsed, Spoke

_STYLE = """
:root { color-scheme: light dark; --soft: #8883; }
body { font: 16px/1.6 system-ui, sans-serif; margin: 0 auto; max-width: 46rem; padding: 1rem; }
h1 { font-size: 1.3rem; } h2 { font-size: 1.1rem; margin-top: 2rem; } h3 { font-size: 1rem; }
.line { border-left: 3px solid var(--soft); margin: .6rem 0; padding: .2rem .8rem; }
.plan { border-color: #2a7; } .person { border-color: #c84; }
.who, .behind, small { opacity: .7; font-size: .85rem; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
td, th { border-bottom: 1px solid var(--soft); padding: .3rem .5rem; text-align: left;
  vertical-align: top; }
li { margin: .4rem 0; } .error { color: #c33; font-weight: 600; } .warning { color: #b70; }
"""


def page(result: Rehearsed) -> str:
    """The whole of it as HTML."""
    scene = Scene(result)
    words = scene.words
    body = [
        f"<h1>{escape(scene.title)}</h1>",
        *(f"<p><small>{escape(line)}</small></p>" for line in scene.rests_on()),
        f"<h2>{words('findings')}</h2><p>{escape(scene.counts)}</p>",
        "<ul>",
        *(_finding(scene, one) for one in result.findings),
        "</ul>",
        f"<h2>{words('calendar')}</h2>",
        *_calendar(scene),
        f"<h2>{words('transcript')}</h2>",
        *_transcript(scene),
    ]
    head = (
        f'<!doctype html>\n<html lang="{words.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy"'
        " content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(scene.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    )
    return head + "\n".join(body) + "\n</body>\n</html>\n"


def _finding(scene: Scene, one: Finding) -> str:
    at = f"{scene.moment(one.at)} " if one.at else ""
    step = f"<code>{escape(one.step)}</code> " if one.step else ""
    weight = f'<span class="{one.weight.value}">{escape(scene.weight(one))}</span>'
    return f"<li>{weight} {at}{step}{escape(one.text)}</li>"


def _calendar(scene: Scene) -> Iterator[str]:
    names = ("when", "step", "who", "state", "reaction")
    yield '<div class="scroll"><table><tr>'
    yield "".join(f"<th>{escape(scene.words(name))}</th>" for name in names)
    yield "</tr>"
    for come in scene.result.played.steps:
        yield f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in _cells(scene, come))}</tr>"
    yield "</table></div>"


def _cells(scene: Scene, come: Come) -> tuple[str, ...]:
    who = f"{come.seat} · {come.person}" if come.person else come.seat
    state = f"{scene.state(come)} {come.outcome}".strip()
    return (scene.moment(come.due), come.title, who, state, scene.reaction(come))


def _transcript(scene: Scene) -> Iterator[str]:
    for day in scene.days():
        yield f"<h3>{escape(day.heading)}</h3>"
        for line in day.lines:
            yield _line(scene, line)


def _line(scene: Scene, line: Line) -> str:
    kind = {Spoke.PLAN: "plan", Spoke.PERSON: "person"}.get(line.kind, "other")
    parts = [
        f'<div class="who">{scene.clock(line.at)} {escape(scene.speaker(line))}</div>',
        f'<div class="text">{escape(line.text)}</div>' if line.text else "",
        f"<div>[{escape(line.media)}]</div>" if line.media else "",
    ]
    behind = scene.behind(line)
    if behind:
        parts.append(f'<div class="behind">{escape(behind)}</div>')
    return f'<div class="line {kind}">{"".join(parts)}</div>'
