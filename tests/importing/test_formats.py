import json

import pytest

from bot.importing.formats import FORMATS, find_format, open_source
from bot.importing.source import find_encoding
from bot.importing.values import NotImportable
from tests.support.exports import items_of


def source_of(folder, content, name="f"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return open_source(path)


def test_an_unknown_file_is_refused_with_what_was_tried(tmp_path):
    source = source_of(tmp_path, "hello world, nothing here\n")

    with pytest.raises(NotImportable) as error:
        find_format(source)

    for known in FORMATS:
        assert known.name in str(error.value)


def test_the_ai_text_of_memotrace_is_refused_with_advice(tmp_path):
    source = source_of(tmp_path, "\n" + "*" * 20 + "2024-05-01" + "*" * 20 + "\n小红:\n早\n好\n")

    with pytest.raises(NotImportable, match="no times"):
        find_format(source)


def test_an_absent_or_empty_file_or_a_folder_is_refused(tmp_path):
    for path, words in ((tmp_path / "no", "no such file"), (tmp_path, "a folder")):
        with pytest.raises(NotImportable, match=words):
            open_source(path)
    with pytest.raises(NotImportable, match="empty"):
        source_of(tmp_path, "")


def test_an_unknown_format_is_refused(tmp_path):
    with pytest.raises(NotImportable, match="telegram"):
        find_format(source_of(tmp_path, "x"), "icq")


@pytest.mark.parametrize("name", [known.name for known in FORMATS])
def test_a_file_of_garbage_read_by_force_fails_no_reader(tmp_path, name):
    for content in (b"\x00" * 5000, b"{" * 500, b"\xff\xfe\x00", b'{"messages": [', b"[]", b"\n\n"):
        items_of(tmp_path, content, format=name)


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        ("plain", "utf-8", "utf-8"),
        ("早上好", "utf-8", "utf-8"),
        ("早上好", "utf-8-sig", "utf-8-sig"),
        ("早上好，今天", "gb18030", "gb18030"),
        ("早上好", "utf-16", "utf-16"),
        ("早上好", "utf-32", "utf-32"),
        ("2024-05-01 09:30:00 abc\n" * 20, "utf-16-be", "utf-16-be"),
        ("a" * 3_000_000 + "早上好，今天", "gb18030", "gb18030"),
    ],
)
def test_the_encoding_is_found(tmp_path, text, encoding, found):
    path = tmp_path / "f"
    path.write_bytes(text.encode(encoding))

    assert find_encoding(path) == found


def test_one_bad_byte_does_not_make_utf8_chinese_windows(tmp_path):
    path = tmp_path / "f"
    path.write_bytes("早上好，今天天气不错".encode() * 50 + b"\xff" + "好".encode())

    assert find_encoding(path) == "utf-8"


def test_each_format_is_recognised_by_its_beginning(tmp_path):
    telegram = json.dumps({"name": "a", "type": "private_group", "id": 1, "messages": []})
    discord = json.dumps({"guild": {}, "channel": {"type": "x"}, "messages": []})
    beginnings = {
        "telegram": telegram,
        "discord": discord,
        "jsonl": '\n{"at": 1, "text": "x"}\n',
        "wechat-csv": "\ufefflocalId,CreateTime,StrContent,Sender\n",
        "qq-txt": "消息记录（此消息记录为文本格式，不支持重新导入）\n",
        "wechat-txt": "2024-05-01 09:30:00 小红\n早\n",
    }
    for name, text in beginnings.items():
        assert find_format(source_of(tmp_path, text)).name == name
