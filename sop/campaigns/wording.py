"""What members and staff are told of a campaign, in one place, in two languages."""

from enum import StrEnum


class Tell(StrEnum):
    """Names of the sentences."""

    SIGNED = "signed"
    SIGNED_OF = "signed_of"
    WAITING = "waiting"
    FULL = "full"
    ALREADY = "already"
    ALREADY_WAITING = "already_waiting"
    CANCELLED = "cancelled"
    NOT_SIGNED = "not_signed"
    MOVED_UP = "moved_up"
    STRUCK = "struck"
    BARRED = "barred"
    EARLY = "early"
    CLOSED = "closed"
    CALLED_OFF = "called_off"
    WHICH = "which"
    NOT_HERE = "not_here"
    COUPON_SENT = "coupon_sent"
    COUPON = "coupon"
    COUPON_UNTIL = "coupon_until"
    COUPONS_GONE = "coupons_gone"
    GOT = "got"
    GONE = "gone"
    GOT_ALREADY = "got_already"
    ENTERED = "entered"
    ENTERED_ALREADY = "entered_already"
    NEEDS_PLACE = "needs_place"
    NOT_YET_OPEN = "not_yet_open"
    OVER = "over"
    CAME = "came"
    CAME_ALREADY = "came_already"
    CAME_UNSIGNED = "came_unsigned"
    CAME_EARLY = "came_early"
    OPEN_COUPON = "open_coupon"
    OPEN_FIRST_COME = "open_first_come"
    OPEN_LOTTERY = "open_lottery"
    LIST_CLOSED = "list_closed"
    DRAWN = "drawn"
    DRAWN_NOBODY = "drawn_nobody"
    ENTRIES = "entries"
    WON = "won"
    REMIND = "remind"
    REMIND_ALONE = "remind_alone"
    AT_PLACE = "at_place"
    PLACES_LEFT = "places_left"
    IN_HOURS = "in_hours"
    IN_MINUTES = "in_minutes"
    NO_SHOWS_TITLE = "no_shows_title"
    NO_SHOWS = "no_shows"
    NO_SHOW = "no_show"
    NOBODY_CAME = "nobody_came"
    EVERYBODY_CAME = "everybody_came"
    REASON = "reason"


_CHINESE = {
    Tell.SIGNED: "{title}：报名成功，第 {number} 位",
    Tell.SIGNED_OF: "{title}：报名成功，第 {number} 位（共 {limit} 个名额）",
    Tell.WAITING: (
        "{title}：名额已满（{limit} 位），候补第 {number} 位；有人取消会按顺序递补并通知你"
    ),
    Tell.FULL: "{title}：名额（{limit} 位）和候补（{waitlist} 位）都已满，这次没有报上",
    Tell.ALREADY: "{title}：你已经报名，第 {number} 位",
    Tell.ALREADY_WAITING: "{title}：你在候补名单，第 {number} 位",
    Tell.CANCELLED: "{title}：已取消报名",
    Tell.NOT_SIGNED: "{title}：你还没有报名",
    Tell.MOVED_UP: "{title}：有人取消，你从候补递补成功，第 {number} 位",
    Tell.STRUCK: "{title}：报名已取消；如有疑问请联系管理员",
    Tell.BARRED: "{title}：暂时不能参加；如有疑问请联系管理员",
    Tell.EARLY: "{title}：报名还没开始，{opens} 开始",
    Tell.CLOSED: "{title}：报名已于 {closes} 截止",
    Tell.CALLED_OFF: "{title}：活动取消了。{why}",
    Tell.WHICH: "现在有几个活动，请说明是哪一个：{choices}",
    Tell.NOT_HERE: "{title}：请先加入活动群，再来报名",
    Tell.COUPON_SENT: "{title}：第 {number} 张，券码已私信发给你",
    Tell.COUPON: "{title}：{worth}，券码 {code}，只能使用一次",
    Tell.COUPON_UNTIL: "{title}：{worth}，券码 {code}，只能使用一次，有效期至 {until}",
    Tell.COUPONS_GONE: "{title}：{amount} 张已领完",
    Tell.GOT: "{title}：抢到了，第 {number} 位（共 {amount} 份）",
    Tell.GONE: "{title}：{amount} 份已抢完",
    Tell.GOT_ALREADY: "{title}：你已经领过，第 {number} 位",
    Tell.ENTERED: "{title}：已参加抽奖，第 {number} 位",
    Tell.ENTERED_ALREADY: "{title}：你已经参加，第 {number} 位，每人一次",
    Tell.NEEDS_PLACE: "{title}：只给已报名的同学，请先报名",
    Tell.NOT_YET_OPEN: "{title}：还没开始，{opens} 开始",
    Tell.OVER: "{title}：已于 {closes} 结束",
    Tell.CAME: "{title}：签到成功",
    Tell.CAME_ALREADY: "{title}：你已经签到过",
    Tell.CAME_UNSIGNED: "{title}：没有查到你的报名，请找现场工作人员登记",
    Tell.CAME_EARLY: "{title}：签到时间是 {opens} 至 {closes}",
    Tell.OPEN_COUPON: (
        "【{title}】今日福利：{prize}，共 {amount} 张，回复「{words}」领取，{closes} 截止，先到先得"
    ),
    Tell.OPEN_FIRST_COME: (
        "【{title}】先到先得：{prize}，共 {amount} 份，回复「{words}」，{closes} 截止"
    ),
    Tell.OPEN_LOTTERY: (
        "【{title}】抽奖：{prize}，共 {amount} 份，"
        "回复「{words}」参加，{closes} 截止，{draw} 开奖。\n"
        "种子已定，它的 SHA-256 是：\n{commitment}\n开奖时公布种子，人人可以验证。"
    ),
    Tell.LIST_CLOSED: "【{title}】抽奖报名截止，共 {count} 人。名单的 SHA-256 是：\n{hash}",
    Tell.DRAWN: (
        "【{title}】开奖：{winners}\n奖品：{prize}\n参加 {count} 人，名单的 SHA-256：{hash}\n"
        "种子：{seed}\n（SHA-256 即开始时公布的 {commitment}）\n"
        "验证：对每个学号计算 HMAC-SHA256(种子, 学号)，从小到大取前 {amount} 名。"
    ),
    Tell.DRAWN_NOBODY: "【{title}】开奖：没有人参加。种子：{seed}",
    Tell.ENTRIES: "参加的学号：{entries}",
    Tell.WON: "恭喜，你在「{title}」抽奖中奖：{prize}",
    Tell.REMIND: "【提醒】{title} {left}，{time} 开始{place}。已报名 {count} 人{places}",
    Tell.REMIND_ALONE: (
        "【提醒】你报名的 {title} {left}，{time} 开始{place}。来不了请回复「{cancel}」"
    ),
    Tell.AT_PLACE: "，地点：{place}",
    Tell.PLACES_LEFT: "，还有 {left} 个名额，回复「{word}」",
    Tell.IN_HOURS: "还有 {hours} 小时",
    Tell.IN_MINUTES: "还有 {minutes} 分钟",
    Tell.NO_SHOWS_TITLE: "{title}：回访没有到场的同学",
    Tell.NO_SHOWS: (
        "{title}：报名 {signed} 人，签到 {attended} 人，没有到场 {missing} 人：\n{people}"
    ),
    Tell.NO_SHOW: "{student} {name}",
    Tell.NOBODY_CAME: (
        "{title}：报名 {signed} 人，没有任何签到记录。请先用 groupkeeper campaign attended {name}"
        " 上传签到名单，再决定回访谁。"
    ),
    Tell.EVERYBODY_CAME: "{title}：报名 {signed} 人，全部到场，没有人需要回访。",
    Tell.REASON: "活动 {title}",
}
_ENGLISH = {
    Tell.SIGNED: "{title}: you are signed up, number {number}",
    Tell.SIGNED_OF: "{title}: you are signed up, number {number} of {limit}",
    Tell.WAITING: (
        "{title}: all {limit} places are taken; you are number {number} on the waiting list,"
        " and will be told when you move up"
    ),
    Tell.FULL: (
        "{title}: {limit} places and {waitlist} to wait are all taken; you are not on the list"
    ),
    Tell.ALREADY: "{title}: you are signed up already, number {number}",
    Tell.ALREADY_WAITING: "{title}: you are number {number} on the waiting list",
    Tell.CANCELLED: "{title}: you are no longer signed up",
    Tell.NOT_SIGNED: "{title}: you are not signed up",
    Tell.MOVED_UP: "{title}: somebody cancelled; you have a place now, number {number}",
    Tell.STRUCK: "{title}: you are no longer signed up; ask the managers if you wonder why",
    Tell.BARRED: "{title}: you cannot take part at present; ask the managers if you wonder why",
    Tell.EARLY: "{title}: sign-up is not open yet; it opens at {opens}",
    Tell.CLOSED: "{title}: sign-up closed at {closes}",
    Tell.CALLED_OFF: "{title} does not take place. {why}",
    Tell.WHICH: "there are several; say which: {choices}",
    Tell.NOT_HERE: "{title}: join one of its groups first, then sign up",
    Tell.COUPON_SENT: "{title}: number {number}; the code was sent to you alone",
    Tell.COUPON: "{title}: {worth}, code {code}, good for one use",
    Tell.COUPON_UNTIL: "{title}: {worth}, code {code}, good for one use until {until}",
    Tell.COUPONS_GONE: "{title}: all {amount} are given away",
    Tell.GOT: "{title}: it is yours, number {number} of {amount}",
    Tell.GONE: "{title}: all {amount} are taken",
    Tell.GOT_ALREADY: "{title}: you have it already, number {number}",
    Tell.ENTERED: "{title}: you take part in the draw, number {number}",
    Tell.ENTERED_ALREADY: "{title}: you take part already, number {number}; once each",
    Tell.NEEDS_PLACE: "{title}: only for those who signed up; sign up first",
    Tell.NOT_YET_OPEN: "{title}: not open yet; it opens at {opens}",
    Tell.OVER: "{title}: it ended at {closes}",
    Tell.CAME: "{title}: welcome, you are checked in",
    Tell.CAME_ALREADY: "{title}: you are checked in already",
    Tell.CAME_UNSIGNED: "{title}: you are not on the list; please ask the staff on the spot",
    Tell.CAME_EARLY: "{title}: check-in is from {opens} to {closes}",
    Tell.OPEN_COUPON: (
        "[{title}] Today: {prize}, {amount} coupons; say “{words}” until {closes}, first come"
    ),
    Tell.OPEN_FIRST_COME: (
        "[{title}] First come: {prize}, {amount} of them; say “{words}” until {closes}"
    ),
    Tell.OPEN_LOTTERY: (
        "[{title}] Draw: {prize}, {amount} of them; say "
        "“{words}” until {closes}, drawn at {draw}.\n"
        "The seed is fixed; its SHA-256 is:\n{commitment}\n"
        "It is published with the draw, and anybody can check."
    ),
    Tell.LIST_CLOSED: "[{title}] Entries are closed: {count}. SHA-256 of the list:\n{hash}",
    Tell.DRAWN: (
        "[{title}] Drawn: {winners}\nPrize: {prize}\n{count} entries, SHA-256 of the list: {hash}\n"
        "Seed: {seed}\n(its SHA-256 is the {commitment} published before)\n"
        "To check: HMAC-SHA256(seed, student ID) of each, the {amount} smallest win."
    ),
    Tell.DRAWN_NOBODY: "[{title}] Drawn: nobody took part. Seed: {seed}",
    Tell.ENTRIES: "Student IDs that took part: {entries}",
    Tell.WON: "You won in “{title}”: {prize}",
    Tell.REMIND: "[Reminder] {title} {left}, begins at {time}{place}. {count} signed up{places}",
    Tell.REMIND_ALONE: (
        "[Reminder] You signed up for {title}: {left}, begins at {time}{place}."
        " If you cannot come, say “{cancel}”"
    ),
    Tell.AT_PLACE: ", place: {place}",
    Tell.PLACES_LEFT: ", {left} places left: say “{word}”",
    Tell.IN_HOURS: "in {hours} h",
    Tell.IN_MINUTES: "in {minutes} min",
    Tell.NO_SHOWS_TITLE: "{title}: follow up those who did not come",
    Tell.NO_SHOWS: "{title}: {signed} signed up, {attended} came, {missing} did not:\n{people}",
    Tell.NO_SHOW: "{student} {name}",
    Tell.NOBODY_CAME: (
        "{title}: {signed} signed up, and nobody is noted as having come. Upload the list with"
        " `groupkeeper campaign attended {name}` before you decide whom to follow up."
    ),
    Tell.EVERYBODY_CAME: "{title}: all {signed} who signed up came; there is nobody to follow up.",
    Tell.REASON: "campaign {title}",
}


def tell(language: str, sentence: Tell, **facts: object) -> str:
    """A sentence in a language ("zh" or "en"), with its facts filled in."""
    sentences = _ENGLISH if language == "en" else _CHINESE
    return sentences[sentence].format(**facts).strip()
