"""Why a step was not said: every reason ops may read, in one place."""

from datetime import timedelta
from typing import Final

from bot.core.located_chinese import chinese
from bot.core.plans import PLAN_EDITED
from bot.core.wording_template import UNFILLED

EDITED: Final = PLAN_EDITED
STOPPED: Final = "运行已停止"
GONE: Final = "计划里已没有这一步"
BEFORE_START: Final = "开始运行时已经过了这一步的时间"
PAST_WHEN_EDITED: Final = "修改计划时已经过了这一步的时间"
NOTHING: Final = "这次没有可说的：文案按当时的情况是空的"
ALERTED: Final = "已提醒同事"
NOT_NEEDED: Final = "反应已达到预期，不需要备选"
NOT_REACHED: Final = "反应没有达到预期"
ALREADY_SAID: Final = "这一步已经发过或正在发送，修改时间后不再重发"


def late(by: timedelta, grace: timedelta) -> str:
    """A step is past its grace."""
    return f"晚了 {_minutes(by)}，超过允许的 {_minutes(grace)}"


def asked(by: timedelta) -> str:
    """A step waits for a person's word."""
    return f"晚了 {_minutes(by)}，等人决定是否还发"


def untrue(condition: str) -> str:
    """A condition is not fulfilled."""
    return f"条件不成立：{condition}"


def enough(said: int, limit: int) -> str:
    """The room has heard enough today."""
    return f"本群今天已安排 {said} 条，达到每天 {limit} 条的上限"


def no_pause(wait: timedelta) -> str:
    """People went on talking."""
    return f"群里一直在聊天，等了 {_minutes(wait)} 没有等到停顿"


def skipped_by(author: str) -> str:
    """A person did not want it said."""
    return f"{author} 决定跳过"


def lacks(step: str) -> str:
    """A required step was not said."""
    return f"需要先完成的步骤 {step} 没有完成"


def follows(step: str) -> str:
    """The step before it was not said."""
    return f"前一步 {step} 没有完成"


def elsewhere(account: str) -> str:
    """The seat's account cannot speak here."""
    return f"账号 {account} 不在这个群里"


def refused(why: str) -> str:
    """The text could not be made."""
    return f"文案无法生成：{chinese(why.removeprefix(UNFILLED))}"


def unattached(why: str) -> str:
    """The file cannot be posted."""
    return f"附件无法发送：{why}"


def _minutes(length: timedelta) -> str:
    seconds = int(length.total_seconds())
    if seconds < 60:  # noqa: PLR2004 (a minute)
        return f"{seconds} 秒"
    if seconds < 7200:  # noqa: PLR2004 (two hours)
        return f"{seconds // 60} 分钟"
    return f"{seconds // 3600} 小时"
