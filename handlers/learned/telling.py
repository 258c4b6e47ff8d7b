"""What people are told of versions of the model, with the number that decided."""

from typing import Literal

from bot.core.effects import RaiseAlert, Severity
from handlers.learned.precision import Share
from handlers.learned.takeover import Figures, Objection
from handlers.settings import JudgingSettings

Language = Literal["zh", "en"]

_DEFAULTS = JudgingSettings()

REFUSED = "model-refused"  # told once, however many versions are refused in a row

_TAKEN_UP = {
    "zh": "由 {samples} 个样本学成（广告 {spam}，正常 {ham}）：误报 {false:.1%}，召回 {recall:.1%}",
    "en": "learned from {samples} samples ({spam} adverts, {ham} others):"
    " false alarms {false:.1%}, recall {recall:.1%}",
}
_AGAINST = {
    "false_alarms": {
        "zh": "标准正常消息的误报会升到 {now:.1%}，上限 {may:.1%}",
        "en": "false alarms on the shipped innocent messages would be {now:.1%}, at most {may:.1%}"
        " are allowed",
    },
    "recall": {
        "zh": "标准广告的召回会降到 {now:.1%}，下限 {may:.1%}",
        "en": "recall on the shipped adverts would be {now:.1%}, at least {may:.1%} is wanted",
    },
    "talk": {
        "zh": "群里最近的普通聊天有 {now:.1%} 会被判为广告，上限 {may:.1%}",
        "en": "{now:.1%} of the rooms' recent ordinary talk would be flagged, at most {may:.1%} is"
        " allowed",
    },
    "own": {
        "zh": "本社群留作检验的样本只判对 {now:.1%}，下限 {may:.1%}",
        "en": "of this community's own samples kept aside {now:.1%} would be right, at least"
        " {may:.1%} is wanted",
    },
}
_REFUSED = {
    "zh": (
        "新学到的模型没有启用：{why}。",
        (
            "请看最近的样本里有没有标错的：groupkeeper spam samples list；"
            "标错的用 spam samples revoke 撤销。在此之前沿用原来的模型。"
        ),
    ),
    "en": (
        "What was learned did not take over: {why}.",
        (
            "Look for wrong labels among the newest samples (groupkeeper spam samples list) and"
            " take them back with spam samples revoke. The model before stays in use."
        ),
    ),
}
_ROLLED_BACK = {
    "zh": (
        (
            "模型第 {version} 版已退回：它的 {all} 个案件里只有 {right} 个是广告（{now:.0%}），"
            "之前至少 {may:.0%}。"
        ),
        "请看样本里有没有标错的：groupkeeper spam samples list。",
    ),
    "en": (
        (
            "Version {version} of the model was taken back: of its {all} cases {right} were adverts"
            " ({now:.0%}), before it at least {may:.0%} were."
        ),
        "Look for wrong labels: groupkeeper spam samples list.",
    ),
}
_BROKEN = {
    "zh": (
        "模型第 {version} 版读不出来（{why}），改用出厂模型。",
        "样本还在，稍后会重新学习。",
    ),
    "en": (
        "Version {version} of the model cannot be read ({why}); the shipped one is used.",
        "The samples are still there, and are learned anew.",
    ),
}
_NO_WEIGHT = {
    "zh": "请看它参与的、被判为误报的案件：groupkeeper cases list --state dismissed。",
    "en": "Look at the dismissed cases it had a part in: groupkeeper cases list --state dismissed.",
}
_DRIFT = {
    "zh": (
        (
            "检测项 {detector} 的准确率明显下降：最近 {weeks} 周 {now:.0%}（{all} 个案件），"
            "此前 {may:.0%}。"
        ),
        (
            "可以在 config.yaml 里调低 judging.{detector}.weight，"
            "先用 groupkeeper replay --proposed 试算。"
        ),
    ),
    "en": (
        (
            "Detector {detector} is right clearly less often: {now:.0%} in the last {weeks} weeks"
            " ({all} cases), {may:.0%} before."
        ),
        (
            "Consider a lower judging.{detector}.weight in config.yaml; try it first with"
            " groupkeeper replay --proposed."
        ),
    ),
}


def taken_up(figures: Figures, samples: int, language: Language) -> str:
    """Why a version took over."""
    return _TAKEN_UP[language].format(
        samples=samples,
        spam=figures.spam,
        ham=figures.ham,
        false=figures.false_alarms,
        recall=figures.recall,
    )


def against(found: Objection, language: Language) -> str:
    """Why a version may not take over."""
    return _AGAINST[found.figure][language].format(now=found.is_now, may=found.may_be)


def refused(why: str, language: Language) -> RaiseAlert:
    """A new version was refused."""
    reason, advice = _REFUSED[language]
    return _alert(reason.format(why=why), advice, REFUSED)


def rolled_back(version: int, now: Share, before: Share, language: Language) -> RaiseAlert:
    """A version was worse than the one before it."""
    reason, advice = _ROLLED_BACK[language]
    told = reason.format(
        version=version, all=now.all, right=now.right, now=now.value, may=before.low
    )
    return _alert(told, advice, f"model-back:{version}")


def broken(version: int, why: str, language: Language) -> RaiseAlert:
    """A stored version cannot be read."""
    reason, advice = _BROKEN[language]
    return _alert(reason.format(version=version, why=why), advice, f"model-broken:{version}")


def drifted(
    detector: str, now: Share, past: Share, weeks: int, week: str, language: Language
) -> RaiseAlert:
    """A detector is right less often than it was; told once a `week`."""
    reason, advice = _DRIFT[language]
    told = reason.format(detector=detector, now=now.value, all=now.all, may=past.value, weeks=weeks)
    if not _has_weight(detector):
        advice = _NO_WEIGHT[language]
    return _alert(told, advice.format(detector=detector), f"drift:{detector}:{week}")


def _has_weight(detector: str) -> bool:
    """Whether config.yaml knows `judging.<detector>.weight`."""
    return hasattr(getattr(_DEFAULTS, detector, None), "weight")


def _alert(reason: str, advice: str, group: str) -> RaiseAlert:
    return RaiseAlert(
        kind="model", severity=Severity.WARNING, reason=reason, advice=advice, group=group
    )
