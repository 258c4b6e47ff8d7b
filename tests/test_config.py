"""config.yaml and the environment: every mistake at once, each at its place, no secret shown."""

import json
from pathlib import Path

import pytest

from bot.config import Settings, load_settings
from bot.core.errors import ConfigError
from tests.support.configs import SECRET, mistakes, read


def test_the_smallest_config_for_a_wechaty_gateway_works_word_for_word():
    settings = read(
        'storage: {url: "sqlite+aiosqlite:///gk.db"}\n'
        "web: {host: 127.0.0.1, port: 8080, token: dev}\n"
        'channels: [{name: wx, kind: wechaty, endpoint: "127.0.0.1:18788", token: "..."}]\n'
    )

    assert settings.storage.url == "sqlite+aiosqlite:///gk.db"
    assert [(one.name, one.kind) for one in settings.channels] == [("wx", "wechaty")]


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file():
    found = mistakes(
        "wbe: {port: 1}\n"
        "web:\n"
        "  prot: 2\n"
        "  enabled: maybe\n"
        "log: {level: loud}\n"
        "channels:\n"
        "  - {name: wx, kind: wechatty}\n"
        "  - {name: sim}\n"
        "  - 5\n"
        "staff: wang\n"
        "rooms: [1]\n"
        "judging: {flag_at: 7}\n"
    )

    assert [line.split(": ")[0] for line in found] == [
        "config.yaml:1:1",
        "config.yaml:3:3",
        "config.yaml:4:12",
        "config.yaml:5:14",
        "config.yaml:7:22",
        "config.yaml:8:5",
        "config.yaml:9:5",
        "config.yaml:10:8",
        "config.yaml:11:8",
        "config.yaml:12:20",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("wbe: {}\n", "1:1: unknown key 'wbe'; did you mean \"web\"?"),
        ("web: {prot: 1}\n", "1:7: unknown key 'prot'; did you mean \"port\"?"),
        ("web: {port: many}\n", "1:13: 'port' should be a whole number, not 'many'"),
        ("web: {port: -1}\n", "1:13: 'port' should be at least 0, not -1"),
        ("web: {port: 9999999999999999999999}\n", "1:13: 'port' should be a smaller number"),
        ("web: {port: 80\n", "1:6: the bracket opened in line 1 is not closed"),
        ("web: {enabled: maybe}\n", "1:16: 'enabled' should be true or false, not 'maybe'"),
        ("log: {level: inof}\n", "not 'inof'; did you mean \"info\"?"),
        ("judging: {flag_at: .nan}\n", "1:20: 'flag_at' should be a number, not '.nan'"),
        ("staff: wang\n", "1:8: 'staff' should be a list"),
        ("channels: [{kind: wechatty, name: a}]\n", 'did you mean "wechaty"?'),
        ("channels: [{name: a}]\n", "1:12: 'kind' is missing here; it should be one of simulator"),
        ("channels: [{kind: wechaty}]\n", "1:12: 'endpoint' is missing here"),
        ("rooms: {defaults: {zone: Mars/City}}\n", "1:26: unknown time zone 'Mars/City'"),
        ("rooms: {defaults: {welcome: '{{ nme }}'}}\n", "1:29: the welcome text '{{ nme }}'"),
        ("rooms: {list: [{match: a, welcome: '{{'}]}\n", "1:36: the welcome text '{{'"),
        ("delivery: {send_timeout_seconds: 20}\n", "1:11: send_timeout_seconds must be below half"),
        ("web: {host: 0.0.0.0, token: dev}\n", "1:6: the token of api is too short"),
        ("storage: {url: gk.db}\n", "1:16: 'url' is not the address of a database; write sqlite+"),
        ("storage: {url: 'postgresql://h/d'}\n", "'postgresql', which is not supported; write"),
        ("web: {port: 1}\nweb: {port: 2}\n", "2:1: 'web' is given twice (first in line 1)"),
        ("web:\n\tport: 1\n", "2:1: a tab in the indentation; use spaces"),
        ("web: \x00\n", "1:6: invisible character U+0000"),
        ("web: !!python/object/apply:os.system [ls]\n", "1:6: tag "),
        ("a: *b\n", "1:4: *b is not defined above"),
        ("a: " + "[" * 100 + "]" * 100 + "\n", "nested deeper than 40 levels"),
        ("a: '" + "x" * 10_000_000 + "'\n", "1:1: the file has more than "),
        ("", "1:1: the file is empty"),
        ("# nothing but comments\n", "the file is empty"),
        ("- web\n", "1:1: the file should be a mapping of `key: value` lines"),
        ("hello\n", "1:1: the file should be a mapping of `key: value` lines"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_with_what_would_be_right(text, said):
    found = "\n".join(mistakes(text))

    assert f"config.yaml:{said}" in found if said[0].isdigit() else said in found


def test_a_bomb_of_aliases_is_refused_before_it_bursts():
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{k}: &a{k} [{', '.join([f'*a{k - 1}'] * 10)}]\n" for k in range(1, 10)
    )

    (found,) = mistakes(bomb)

    assert "more than 100,000 values (aliases counted)" in found


def test_names_that_are_there_twice_are_told_at_the_second_one():
    found = mistakes(
        "channels:\n"
        "  - {kind: simulator, name: a}\n"
        "  - {kind: simulator, name: a}\n"
        "staff:\n"
        "  - name: wang\n"
        "  - name: wang\n"
    )

    assert found == [
        "config.yaml:3:29: channel 'a' is there twice; every channel needs a name of its own",
        (
            "config.yaml:6:11: colleague 'wang' is there twice;"
            " every colleague needs a name of its own"
        ),
    ]


def test_colleagues_nobody_has_listed_are_told_wherever_they_are_named():
    found = mistakes(
        "staff: [{name: wang}]\n"
        "rooms:\n"
        "  defaults: {staff: [wnag]}\n"
        "  list: [{match: '*', staff: [wang, li]}]\n"
        "alerts: {fallback_staff: [zhao]}\n"
    )

    assert found == [
        "config.yaml:3:22: no colleague 'wnag' under staff; did you mean \"wang\"? (wang)",
        "config.yaml:4:37: no colleague 'li' under staff (wang)",
        "config.yaml:5:27: no colleague 'zhao' under staff (wang)",
    ]


def test_a_section_with_every_line_commented_out_is_at_its_defaults():
    assert read("web:\n  # port: 9000\nchannels:\n") == Settings()


@pytest.mark.parametrize("content", [b"\xff\xfe\x00w", bytes(range(256)), b"\x89PNG\r\n\x1a\n"])
def test_a_file_that_is_no_text_is_refused(tmp_path, content):
    path = tmp_path / "config.yaml"
    path.write_bytes(content)

    with pytest.raises(ConfigError, match=r"config\.yaml:1:\d+: (cannot be read as|invisible)"):
        load_settings(path, environment={})


def test_a_file_that_cannot_be_read_is_told_by_its_name(tmp_path):
    with pytest.raises(ConfigError, match="no such file; `groupkeeper init` writes one"):
        load_settings(tmp_path / "config.yaml", environment={})
    with pytest.raises(ConfigError, match=":1:1: cannot be read"):
        load_settings(tmp_path, environment={})


def test_a_secret_comes_from_the_environment():
    settings = read("web: {token: 'x-${GK_TOKEN}-y'}\n", GK_TOKEN=SECRET)

    assert settings.web.token.get_secret_value() == f"x-{SECRET}-y"


def test_every_secret_that_is_not_set_is_told_once_at_its_place():
    found = mistakes(
        "web:\n  token: ${GK_TOKEN}\n  port: ${GK_PORT}\nstaff: [{name: a, targets: ['${HOOK}']}]\n"
    )

    assert found == [
        f"config.yaml:{place}: the environment variable {name} is not set; set it,"
        f" or write the value in place of ${{{name}}}"
        for place, name in (("2:10", "GK_TOKEN"), ("3:9", "GK_PORT"), ("4:29", "HOOK"))
    ]


@pytest.mark.parametrize(
    ("name", "value", "path", "expected"),
    [
        ("GROUPKEEPER_WEB__PORT", "9000", "web.port", 9000),
        ("groupkeeper_web__port", "9000", "web.port", 9000),
        ("GROUPKEEPER_WEB", '{"port": 9000}', "web.port", 9000),
        (
            "GROUPKEEPER_ROOMS__DEFAULTS__QUESTION_MINUTES",
            "5",
            "rooms.defaults.question_minutes",
            5,
        ),
        (
            "GROUPKEEPER_ROOMS__DEFAULTS__WELCOME",
            "{{ name }}",
            "rooms.defaults.welcome",
            "{{ name }}",
        ),
        ("GROUPKEEPER_JUDGING__LINKS__ADD_ALLOW", '["a.cn"]', "judging.links.add_allow", ("a.cn",)),
        ("GROUPKEEPER_ALERTS__AWAY_AFTER", "PT9M", "alerts.away_after.seconds", 540),
        (
            "GROUPKEEPER_STORAGE__URL",
            "sqlite+aiosqlite:///b.db",
            "storage.url",
            "sqlite+aiosqlite:///b.db",
        ),
    ],
)
def test_a_setting_of_the_environment_is_stronger_than_the_file(name, value, path, expected):
    found = read("web: {host: 127.0.0.1, port: 1}\n", **{name: value})

    for step in path.split("."):
        found = getattr(found, step)
    assert found == expected


def test_a_list_of_the_environment_takes_the_place_of_the_files():
    channels = json.dumps([{"name": "b", "kind": "simulator"}])
    settings = read("channels: [{name: a, kind: simulator}]\n", GROUPKEEPER_CHANNELS=channels)

    assert [one.name for one in settings.channels] == ["b"]


def test_a_section_of_the_environment_leaves_the_files_other_settings_alone():
    settings = read("web: {port: 1}\n", GROUPKEEPER_WEB__TOKENS__WANG=SECRET)

    assert settings.web.port == 1
    assert settings.web.authors["wang"] == SECRET


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("GROUPKEEPER_WEB__PORT", "many", "'port' should be a whole number"),
        ("GROUPKEEPER_WEB__PROT", "1", "unknown key 'prot'; did you mean \"port\"?"),
        ("GROUPKEEPER_WBE__PORT", "1", "unknown section 'wbe'; did you mean \"web\"?"),
        ("GROUPKEEPER_WEB", "1", "'web' should be a mapping"),
        ("GROUPKEEPER_CHANNELS", "[{", "this should be JSON"),
        ("GROUPKEEPER_CHANNELS", '[{"name": "sim"}]', "'kind' is missing here"),
        ("GROUPKEEPER_ALERTS__FALLBACK_STAFF", '["li"]', "no colleague 'li' under staff"),
    ],
)
def test_a_mistake_in_a_variable_is_told_with_the_name_of_the_variable(name, value, said):
    others = {"GROUPKEEPER_LOG__LEVEL": "debug", "GROUPKEEPER_HOME": "/nowhere", "PATH": "/bin"}

    (found,) = mistakes("web: {token: dev}\n", **others, **{name: value})

    assert found.startswith(f"environment variable {name}:1:1: ")
    assert said.replace("'li'", "the value given") in found


def test_mistakes_of_the_file_and_of_variables_are_told_together():
    found = mistakes(
        "web: {port: x}\n",
        GROUPKEEPER_LOG__LEVEL="loud",
        GROUPKEEPER_STAFF="{",
        GROUPKEEPER_X__Y="",
    )

    assert [line.split(":1:")[0] for line in found] == [
        "config.yaml",
        "environment variable GROUPKEEPER_LOG__LEVEL",
        "environment variable GROUPKEEPER_STAFF",
        "environment variable GROUPKEEPER_X__Y",
    ]


def test_the_example_of_the_environment_in_config_yaml_works():
    path = Path(__file__).parents[1] / "config.yaml"

    settings = load_settings(path, environment={"GROUPKEEPER_WEB__PORT": "9000"})

    assert settings.web.port == 9000
