"""What is wrong with a request, in Chinese: pydantic's usual words, and our own beside them.

The rarer ones stay in English, as do those that only programs meet.
"""

from typing import Final

SENTENCES: Final[tuple[tuple[str, str], ...]] = (
    # ---- pydantic's
    ("Value error, {rest}", "{rest}"),
    ("Field required", "必须填写"),
    ("Input should be a valid string", "应当是一段文字"),
    ("Input should be a valid integer", "应当是整数"),
    ("Input should be a valid integer, {why}", "应当是整数"),
    ("Unable to parse input string as an integer, exceeded maximum size", "这个数太大"),
    ("Input should be a finite number", "应当是有限的数"),
    ("Input should be a valid number", "应当是数字"),
    ("Input should be a valid number, {why}", "应当是数字"),
    ("Input should be a valid boolean", "应当是 true 或 false"),
    ("Input should be a valid boolean, {why}", "应当是 true 或 false"),
    ("Input should be a valid array", "应当是一个列表"),
    ("Input should be a valid list", "应当是一个列表"),
    ("Input should be a valid tuple", "应当是一个列表"),
    ("Input should be an object", "应当是一个对象（键和值）"),
    ("Input should be a valid dictionary", "应当是一个对象（键和值）"),
    ("Input should be a valid dictionary or instance of {name}", "应当是一个对象（键和值）"),
    ("Input should be greater than {n}", "应当大于 {n}"),
    ("Input should be greater than or equal to {n}", "最小是 {n}"),
    ("Input should be less than {n}", "应当小于 {n}"),
    ("Input should be less than or equal to {n}", "最大是 {n}"),
    ("String should have at least {n} character", "至少要有 {n} 个字符"),
    ("String should have at least {n} characters", "至少要有 {n} 个字符"),
    ("String should have at most {n} character", "最多 {n} 个字符"),
    ("String should have at most {n} characters", "最多 {n} 个字符"),
    ("String should match pattern {form}", "格式不对，应当符合 {form}"),
    (
        "{kind} should have at least {n} item after validation, not {m}",
        "至少要有 {n} 项，现在是 {m} 项",
    ),
    (
        "{kind} should have at least {n} items after validation, not {m}",
        "至少要有 {n} 项，现在是 {m} 项",
    ),
    ("{kind} should have at most {n} item after validation, not {m}", "最多 {n} 项，现在是 {m} 项"),
    (
        "{kind} should have at most {n} items after validation, not {m}",
        "最多 {n} 项，现在是 {m} 项",
    ),
    (
        "Value should have at least {n} item after validation, not {m}",
        "至少要有 {n} 个字符，现在是 {m} 个",
    ),
    (
        "Value should have at least {n} items after validation, not {m}",
        "至少要有 {n} 个字符，现在是 {m} 个",
    ),
    (
        "Value should have at most {n} item after validation, not {m}",
        "最多 {n} 个字符，现在是 {m} 个",
    ),
    (
        "Value should have at most {n} items after validation, not {m}",
        "最多 {n} 个字符，现在是 {m} 个",
    ),
    ("Input should be '{a}' or '{b}'", "只能是 '{a}' 或 '{b}'"),
    ("Input should be '{a}'", "只能是 '{a}'"),
    ("Input should be a valid date", "应当是日期，例如 2026-03-01"),
    ("Input should be a valid date or datetime, {why}", "应当是日期，例如 2026-03-01"),
    ("Input should be a valid date in the format YYYY-MM-DD, {why}", "应当是日期，例如 2026-03-01"),
    (
        "Datetimes provided to dates should have zero time - e.g. be exact dates",
        "应当只有日期，没有时间",
    ),
    ("Input should be a valid datetime", "应当是日期和时间，例如 2026-03-01T08:30:00+08:00"),
    ("Input should be a valid datetime, {why}", "应当是日期和时间，例如 2026-03-01T08:30:00+08:00"),
    (
        "Input should be a valid datetime or date, {why}",
        "应当是日期和时间，例如 2026-03-01T08:30:00+08:00",
    ),
    ("Input should have timezone info", "时间要带时区，例如 2026-03-01T08:30:00+08:00"),
    ("Input should not have timezone info", "时间不能带时区"),
    ("Input should be a valid time", "应当是时刻，例如 08:30"),
    ("Input should be in a valid time format, {why}", "应当是时刻，例如 08:30"),
    ("Input should be a valid timedelta, {why}", "应当是一段时长"),
    ("Invalid JSON: {why}", "不是正确的 JSON：{why}"),
    ("Extra inputs are not permitted", "没有这一项"),
    # ---- ours, of any request
    ("there is no {name}; possible: {names}", "没有 {name} 这一项，可用：{names}"),
    ("is given twice; give it once", "重复给出，只能给一次"),
    ("query.{name}: is given twice; give it once", "query.{name} 重复给出，只能给一次"),
    (
        "query.after: is no `next` of this list; leave it out to begin anew",
        "query.after 不是这个列表的 `next`；要从头开始就不填",
    ),
    ("there is nothing with {what}", "没有 {what}"),
    (
        "{name} is {role}, and this needs at least the role {least}",
        "{name} 的角色是 {role}，这里至少要 {least}",
    ),
    (
        "{name} is {role}, and this needs at least the role {least}, and not for some rooms only",
        "{name} 的角色是 {role}，这里至少要对所有群都有 {least}",
    ),
    (
        "{name} is let into some rooms only, and this needs at least the role {least}",
        "{name} 只在部分群有权限，这里至少要 {least}",
    ),
    (
        "{name} is let into some rooms only, and this needs at least the role {least}, and not for some rooms only",
        "{name} 只在部分群有权限，这里至少要对所有群都有 {least}",
    ),
    (
        "{name} may not do this in every room that this {kind} is in",
        "它涉及的群里，有的 {name} 没有权限",
    ),
    (
        "{name} may not change this: it needs at least the role {role}",
        "{name} 不能改这一项，至少要 {role}",
    ),
    (
        "there is no such plan, seat, colleague, day or page in your rooms",
        "你的群里没有这样的计划、席位、同事、日期或页",
    ),
    ("body.at: {rest}", "body.at：{rest}"),
    (
        "plan {name} ran in none of your rooms; its text is for who works where it runs, and for who may start it",
        "计划 {name} 没有在你的群里运行过；在它运行的群里工作的人，以及能启动它的人，才能看正文",
    ),
    # ---- of one kind
    (
        "delivery {id} was made at {at}; it went out between then and now",
        "发送 {id} 在 {at} 才生成；发出的时间应当在那之后、现在之前",
    ),
    (
        "delivery {id} is {state}; only of one that is held or unknown is it asked whether it was sent",
        "发送 {id} 现在是 {state}；只有搁置或结果不明的才问是否已经发出",
    ),
    ("there is no account {name} at work here", "没有正在使用的账号 {name}"),
    (
        "{n} jobs are not done yet; try again when one of them is",
        "还有 {n} 项没有做完，做完一项再试",
    ),
    (
        "{n} jobs of yours are not done yet; wait for one, or give one up",
        "你还有 {n} 项没有做完，等一项做完，或放弃一项",
    ),
    (
        "there is no job {name} of yours; jobs end with the service, ask anew",
        "没有你的任务 {name}；服务重启后任务就没有了，请重新开始",
    ),
    (
        "you watch with {n} tabs or phones already; close one of them (web.stream_clients_each allows no more)",
        "你已经开着 {n} 个页面或手机，请关掉一个（上限是 web.stream_clients_each）",
    ),
    (
        "{n} clients watch already; web.stream_clients allows no more",
        "已经有 {n} 个页面在看（上限是 web.stream_clients）",
    ),
    ("give exactly one of person and room", "person 和 room 要给且只给一个"),
    (
        "give exactly one of series and room; a role for all rooms is `role`",
        "series 和 room 要给且只给一个；对所有群的角色写在 `role`",
    ),
    ("give a role, or grants for some rooms", "请给一个角色，或部分群的授权"),
    (
        "{name} does not speak in this room; GET /rooms/{id}/seats lists who does",
        "{name} 不在这个群里发言",
    ),
    (
        "account {name} is not in this room; leave the mention out",
        "账号 {name} 不在这个群里，请去掉这个 @",
    ),
    ("job {name} is no {kind}, but a {other_kind}", "任务 {name} 不是 {kind}，而是 {other_kind}"),
    ("there is no erasure {id}", "没有删除记录 {id}"),
    ("there is no sample {id}", "没有样本 {id}"),
    (
        "there is no sample {id}, or it was revoked already; nothing was revoked",
        "没有样本 {id}，或已经撤销；没有撤销任何样本",
    ),
    ("there is no quiz {id}", "没有入群问答 {id}"),
    ("quiz {id} is {state} already", "入群问答 {id} 已经是 {state}"),
    ("there is no version {id}; GET /model/versions lists them", "没有版本 {id}"),
    ("there is no campaign {name}; /api/v1/campaigns lists them", "没有活动 {name}"),
    ("{name} has no lottery {benefit} that was opened", "{name} 没有已开始的抽奖 {benefit}"),
    ("there is no coupon {code}", "没有这张券：{code}"),
    ("{name} is not away", "{name} 没有请假"),
    ("room {id} is not alarmed", "群 {id} 没有处在警戒中"),
    (
        "{name} has taken this alert on: nobody is told of it any more",
        "{name} 已经接手这条提醒，不会再通知别人",
    ),
    ("nothing waits under {id}: it is unknown or was settled", "没有等待处理的 {id}，或已经处理过"),
    (
        "nothing can be tried again under {id}: unknown, settled or unreadable",
        "{id} 不能重试：没有它、已处理或读不出来",
    ),
    ("this is for people who signed in, not for tokens", "只有登录的人可以这样做，令牌不行"),
    (
        "a message is named with scope `message` only; leave `message` out",
        "只有范围是“这一条”时才指明消息",
    ),
    ("what is fine removes nobody; leave `remove` out", "判为正常就不移出任何人"),
    (
        "to remove nobody say `advert` with `remove` false, or `fine`",
        "不移出任何人，就判为广告但不移出，或判为正常",
    ),
    (
        "no plan {name} comes along; /api/v1/plan-library lists those that do",
        "没有自带的计划 {name}",
    ),
    ("stands alone: leave room, tag and after out", "请单独使用，不要同时给 room、tag、after"),
    (
        "an account is known by its room's channel; say `room` too, or leave it out",
        "账号要和群一起给出，否则不填",
    ),
    (
        "this link leads nowhere (any more): the task went to somebody else, or never was",
        "这个链接已经失效：任务转给了别人，或从来没有",
    ),
)
