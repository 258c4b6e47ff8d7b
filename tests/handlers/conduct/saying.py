"""Messages that sound like adverts, and what follows from them."""

from bot.core.effects import Intent
from bot.core.ids import ChannelName
from bot.core.rooms import Mode
from handlers.behaviour_settings import BehaviourSettings
from handlers.judging import compile_rules
from handlers.settings import JudgingSettings, LeadSettings, LearnedSettings, WordSettings
from tests.handlers.conduct.support import around, effects_of
from tests.support.builders import room, seen
from tests.support.judging import of_kind

ADVERT = "刷单兼职，佣金日结，加薇 abc12345 https://t.me/+abcd"
WORD = "本店新开业大酬宾"
ENFORCE = room(mode=Mode.ENFORCE)


def sounding(score, *, recalls=False):
    """Rules by which `WORD` is an advert with this confidence, whoever says it; nothing else is."""
    words = WordSettings(categories={}, add={"大酬宾": score})
    judging = JudgingSettings(
        words=words,
        behaviour=BehaviourSettings(weight=0),
        learned=LearnedSettings(weight=0),
    )
    return compile_rules(judging, LeadSettings(), recalls=[ChannelName("sim")] if recalls else [])


def said(score, *texts, where=ENFORCE, known=None, joined=None, recalls=False, **event):
    """What follows when person 7 says it."""
    batch = [seen(text, sender=7, **event) for text in texts or (WORD,)]
    return effects_of(
        *batch,
        about=around(where, joined=joined),
        known=known,
        rules=sounding(score, recalls=recalls),
    )


def deeds(effects):
    return [intent.deed for intent in of_kind(Intent, effects)]
