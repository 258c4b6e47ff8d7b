"""Detectors: one file a sign of advertising. To add one: a module, a setting, a line here."""

from handlers.detectors.cards import Cards
from handlers.detectors.contact import Contact
from handlers.detectors.detector import Detector, Item
from handlers.detectors.disguise import Disguised
from handlers.detectors.files import Files
from handlers.detectors.learned import Learned
from handlers.detectors.links import Links
from handlers.detectors.lookalike import Lookalike
from handlers.detectors.pictures import Pictures
from handlers.detectors.repeats import Repeats
from handlers.detectors.words import Words
from handlers.learned.model import Model
from handlers.media_wording import MediaWording
from handlers.settings import JudgingSettings
from handlers.wording import wording

__all__ = ["Detector", "Item", "make_detectors"]


def make_detectors(
    settings: JudgingSettings, model: Model | None = None
) -> tuple[tuple[Detector, float], ...]:
    """Every detector that is switched on, with its weight; the learned one if it has a model."""
    say = wording(settings.language)
    every: tuple[tuple[Detector, float], ...] = (
        (Links(settings.links, say), settings.links.weight),
        (Repeats(settings.repeats, say), settings.repeats.weight),
        (Contact(settings.contact, say), settings.contact.weight),
        (Disguised(settings.disguise, say, settings.language), settings.disguise.weight),
        (Lookalike(settings.lookalike, say), settings.lookalike.weight),
        (Words(settings.words, say), settings.words.weight),
        *_carried(settings),
        *_learned(settings, model),
    )
    return tuple((detector, weight) for detector, weight in every if weight > 0)


def _carried(settings: JudgingSettings) -> tuple[tuple[Detector, float], ...]:
    """Detectors of what hangs on a message."""
    shown, say = MediaWording(settings.language), wording(settings.language)
    pictures, window = settings.pictures, settings.repeats.window
    return (
        (Pictures(pictures, shown, say, window), pictures.weight),
        (Cards(settings.cards, shown), settings.cards.weight),
        (Files(settings.files, shown), settings.files.weight),
    )


def _learned(settings: JudgingSettings, model: Model | None) -> tuple[tuple[Detector, float], ...]:
    if model is None:
        return ()
    say = wording(settings.language)
    learned = Learned(model, settings.learned, say, settings.language)
    return ((learned, settings.learned.weight),)
