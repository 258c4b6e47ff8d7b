"""Whose a name is: one rule for judging, for telling colleagues and for hearing their answers."""

from sqlalchemy import text

from storage.bulk import Query

# The account that bore it first; whoever takes a colleague's name later is nobody.
# Platforms that give new ids at a new login leave the old ids behind as dead bearers of a name:
# whoever sits in a room that was listed in this login comes before them.
BEARER = Query(
    text(
        "SELECT h.identity_id, i.ref FROM name_history h JOIN identity i ON i.id = h.identity_id "
        "WHERE h.name = :name AND h.room_id IS NULL AND i.channel = :channel AND i.name = h.name "
        "ORDER BY EXISTS (SELECT 1 FROM membership m JOIN room r ON r.id = m.room_id "
        "JOIN account a ON a.channel = r.channel WHERE m.identity_id = i.id "
        "AND m.left_at IS NULL AND r.listed_at >= a.changed_at) DESC, h.id LIMIT 1"
    )
)
