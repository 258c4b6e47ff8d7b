"""What the API refuses, in Chinese: each sentence beside the English one it stands for.

Those that people meet on the console; what only programs meet stays in English.
"""

from typing import Final

SENTENCES: Final[tuple[tuple[str, str], ...]] = (
    # ---- being quoted
    ("there is no message {n} that a member said in a room", "没有成员在群里说的消息 {n}"),
    ("message {n} stands so already: nothing changes", "消息 {n} 已经是这样，没有变化"),
    (
        "the author of message {n} took the consent back in the room: only they can agree {again}",
        "消息 {n} 的作者在群里撤回了同意，只有本人能在群里重新同意",
    ),
    # ---- at the door
    ("name or password is wrong", "用户名或密码不对"),
    ("the password is wrong", "密码不对"),
    (
        "a password has {least} to {most} characters; a short sentence is easy to keep",
        "密码要有 {least} 到 {most} 个字符；一句短话好记",
    ),
    (
        "this password is easy to guess; take a short sentence without your name",
        "这个密码容易猜到；换一句不带名字的短话",
    ),
    ("too many failures; try again in {n} s", "试错次数太多，{n} 秒后再试"),
    ("this is not the code that the phone shows now", "这不是手机上现在显示的验证码"),
    ("choose the name under which you sign in", "请填写登录用的用户名"),
    (
        "this link was used, or is too old; ask an admin for a new one",
        "这个链接已经用过或已过期，请管理员重新发一个",
    ),
    ("this link was used just now", "这个链接刚刚被用过"),
    (
        "there is an admin already; ask them for a link of your own",
        "已经有管理员了，请他给你发一个链接",
    ),
    ("there is no such link", "没有这个链接"),
    ("{name} has a login already", "{name} 已经有账号了"),
    ("the database does not answer; try again", "数据库没有响应，请稍后再试"),
    (
        "that is our mistake; the log says more under {mark}",
        "程序出错了；日志里搜 {mark} 可以查到原因",
    ),
    (
        "somebody's data were erased while it worked; ask for it again",
        "运行期间有人的数据被删除，请重新开始",
    ),
    # ---- what is not there
    ("nobody has the student ID {id}", "没有学号 {id}"),
    (
        "is not {id}; type the student ID of the person whose data is erased",
        "不是 {id}；请输入要删除数据的人的学号",
    ),
    ("nobody has the student ID {id}, or {other_id}", "没有学号 {id} 或 {other_id}"),
    ("there is no room {id}", "没有群 {id}"),
    ("we sit in no room {id}", "机器人不在群 {id} 里"),
    ("there is no message {id}", "没有消息 {id}"),
    ("there is no message {id} in room {room}", "群 {room} 里没有消息 {id}"),
    ("there is no case {id}", "没有案件 {id}"),
    ("there is no appeal {id}", "没有申诉 {id}"),
    ("there is no alert {id}", "没有提醒 {id}"),
    ("there is no lead {id}", "没有线索 {id}"),
    ("there is no task {id}", "没有任务 {id}"),
    ("there is no delivery {id}", "没有发送 {id}"),
    ("there is no run {id}", "没有运行 {id}"),
    ("there is no step {id}", "没有步骤 {id}"),
    ("there is no login {id}", "没有账号 {id}"),
    ("there is no token {id}", "没有令牌 {id}"),
    ("there is no mark {id}", "没有记分 {id}"),
    ("there is no entry {id} on a list", "名单上没有第 {id} 项"),
    (
        "there is no note {id} of {student} that is not struck already",
        "学号 {student} 没有备注 {id}，或已经删掉",
    ),
    ("there is no plan {name}; /api/v1/plans lists them", "没有计划 {name}"),
    ("there is no plan {name}; /api/v1/plan-files lists them", "没有计划 {name}"),
    ("there is no content {name}; /api/v1/content lists what there is", "内容库里没有 {name}"),
    # ---- what can no longer be done
    ("message {id} was taken back", "消息 {id} 已经撤回"),
    ("token {id} is revoked already", "令牌 {id} 已经吊销"),
    ("an appeal is granted or upheld; it cannot be opened again", "申诉已经答复，不能重新打开"),
    (
        "the data of {student} is erased; nothing is written of them any more",
        "学号 {student} 的数据已经删除，不再写入",
    ),
    ("a note without words says nothing; write some", "备注是空的，请写点什么"),
    ("nobody called {name} may take leads on; GET /leads/board lists who may", "{name} 不能接线索"),
    (
        "nobody waits for question {id}: unknown, answered or closed",
        "问题 {id} 已经有人回答或已关闭",
    ),
    (
        "delivery {id} is {state}; only a held one is released",
        "发送 {id} 现在是 {state}，只有搁置的才能放行",
    ),
    (
        "delivery {id} is {state}; it is too late to cancel it",
        "发送 {id} 现在是 {state}，来不及取消了",
    ),
    (
        "run {id} is {state}; that cannot be done to it now",
        "运行 {id} 现在是 {state}，不能这样操作",
    ),
    (
        "step {id} is on its way or settled; it is too late to skip it",
        "步骤 {id} 已在发送或已了结，来不及跳过了",
    ),
    (
        "step {id} is not held or skipped, or something was made of it",
        "步骤 {id} 没有被搁置或跳过，或已经处理过",
    ),
    (
        "{name} was edited: it stands at {mark}; read it again, then approve that",
        "{name} 刚被改过，请重新看一遍再批准",
    ),
    ("{name} is not approved; there is nothing to take back", "{name} 没有批准过，不用撤回"),
    ("{name} is online: there is nothing to connect", "{name} 在线，不用重连"),
    (
        "{name} was told to connect a moment ago; it can be told again in {n} s",
        "刚让 {name} 重连过，{n} 秒后可以再试",
    ),
    (
        "config.yaml was changed in the meantime (it is {version} now, not {mine}); look at it again",
        "config.yaml 在这期间被改过，请重新看一遍再保存",
    ),
    (
        "{path} is given by the environment variable {name}, which is stronger than config.yaml; change it there",
        "{path} 由环境变量 {name} 给定，优先于 config.yaml，请在那里改",
    ),
    ("no colleague {name} in config.yaml", "config.yaml 里没有同事 {name}"),
    ("an address has no blanks and no line breaks", "地址里不能有空格和换行"),
    (
        "this is not an address that alerts can be sent to; see github.com/caronc/apprise/wiki for how each service is written",
        "这不是能发提醒的地址；各种服务的写法见 github.com/caronc/apprise/wiki",
    ),
)
