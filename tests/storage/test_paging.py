"""Cursors: opaque, and not to be fooled."""

import pytest

from storage.paging import BadCursor, page_of, read_cursor, write_cursor


def test_a_cursor_carries_its_key_there_and_back():
    assert read_cursor(write_cursor(12, "群"), int, str) == (12, "群")


def test_no_cursor_is_the_beginning():
    assert read_cursor(None, int) is None


@pytest.mark.parametrize(
    "cursor",
    [
        *("", "x", "%%%", "W10", "e30", "群", "\ud800"),
        *(write_cursor("12"), write_cursor(1, 2), write_cursor(1 << 70), write_cursor(1.5)),
        "W3RydWVd",  # [true]
        write_cursor(1 << 60),  # a time that Python cannot tell
        "W1tb" * 20_000,  # lists in lists
    ],
)
def test_a_cursor_from_elsewhere_is_refused(cursor):
    with pytest.raises(BadCursor):
        read_cursor(cursor, int)


def test_the_last_page_leads_nowhere():
    page = page_of([3, 2], 2, str, lambda row: (row,))

    assert (page.items, page.next) == (("3", "2"), None)


def test_a_full_page_leads_on_behind_its_last_item():
    page = page_of([3, 2, 1], 2, str, lambda row: (row,))

    assert page.items == ("3", "2")
    assert read_cursor(page.next, int) == (2,)
