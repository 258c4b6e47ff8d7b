"""What an erasure leaves, and why: every other column of words is emptied or looked through.

A test holds every table to this: a column of text that is neither erased nor named here fails it.
"""

from collections.abc import Mapping

_STATE = "kinds, states, keys and names of our own making"
_STAFF = "names of colleagues and programs, not of members"
_PLANS = "what the house wrote for everybody, before anybody said anything"

# "table" for all of a table, or "table.column".
KEPT: Mapping[str, str] = {
    # not about members
    **dict.fromkeys(("api_token", "login", "login_session", "login_link", "login_attempt"), _STAFF),
    **dict.fromkeys(("absence", "feed", "alert_notice", "content_approval"), _STAFF),
    **dict.fromkeys(("plan", "plan_edition", "campaign", "campaign_run", "run"), _PLANS),
    **dict.fromkeys(("account", "account_lock"), "our own accounts"),
    **dict.fromkeys(("counter", "meta", "secret", "cap_ledger"), _STATE),
    "model_version": "weights of words, of nobody's; the next version is learned without theirs",
    "lottery": "student numbers of entries and winners: the draw can be checked by anybody",
    "link": "addresses in our own posts",
    "click": "a keyed hash a post, which leads to nobody",
    "watch": "counts",
    "room": "names of rooms; whose room it is goes with the account",
    "near_key": "hashes; they go with the message",
    "early_recall": "ids of messages that never came",
    "erasure": "who asked for it, when and why; the names go when it ends",
    # about members, without their words
    "report": "who reported counts for others; the numbers stay",
    "question": "when it was asked and answered",
    "claim": "which benefit a number got",
    "sign_up": "the place that a number had; account and message go",
    "mark": "points of a number",
    "case_message": "which messages belong together",
}
# Columns of these names hold no words of members in any table.
OURS = frozenset(
    {
        *("channel", "sender", "kind", "state", "action", "subject", "category", "label", "source"),
        *("author", "staff", "owner", "decided_by", "answered_by", "revoked_by", "lifted_by"),
        *("settled_by", "ended_by", "redeemed_by", "attended_by", "undone_by", "struck_by"),
        *("given_by", "withdrawn_by"),
        *("acknowledged_by", "done_by", "to_staff", "spare_staff", "asked", "against"),
        *("dedup_key", "group_key", "key", "detector", "plan", "step", "zone", "tz_version"),
        *("occasion", "variant", "campaign", "pool", "code", "lookup", "severity"),
        *("decision", "list", "how", "line", "on_unknown", "on_late", "nonce", "sent_ref", "deed"),
        # The platform's numbers of messages and events: by them a redelivered one is known.
        *("ref", "message_ref", "quoted_ref"),
    }
)
# Columns that an erasure empties by structure: in `hiding`, in `said`, or with the poison.
GONE = frozenset(
    {
        *("person.name", "identity.name", "identity.ref", "membership.nickname"),
        *("name_history.name", "person_name.folded", "person_tag.tag"),
        *("message.text", "message.mentions", "message.media", "message_edit.text"),
        *("errand.question", "errand.answer", "errand.note", "near_print.pieces"),
        *("verdict.reason", "verdict.evidence", "lead_evidence.words"),
        *("sample.text", "sample.text_key", "poison.error", "poison.payload"),
        *("message.quoted_text", "merge.identities"),
    }
)
