"""What ships to learn on top of: model and yardstick belong together."""

from bot.shipped_yardstick import shipped
from handlers.learned.yardstick import Use


def test_the_yardstick_belongs_to_the_model_that_ships():
    base = shipped()

    assert base.yardstick.base == base.checksum
    assert base.yardstick.rows.width == base.model.space.width


def test_the_yardstick_has_texts_for_every_use():
    parts = {use: shipped().yardstick.part(use) for use in Use}

    assert parts[Use.CHECK].labels.sum() > 300
    assert (~parts[Use.CHECK].labels).sum() > 700
    assert (~parts[Use.GAUGE].labels).sum() > 700
    assert parts[Use.ANCHOR].size > 300


def test_the_shipped_model_flags_few_of_the_innocents_that_it_had_not_seen():
    base = shipped()
    check = base.yardstick.part(Use.CHECK)
    flagged = check.log_odds > base.flag_from

    assert flagged[~check.labels].mean() < 0.02
    assert flagged[check.labels].mean() > 0.4
