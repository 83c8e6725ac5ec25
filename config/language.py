"""Two languages, one catalogue: English sentences in the code are the keys, Dutch lives in `locale/nl/parts/*.po`.

Nothing is translated at import. `N_` marks a sentence, `t` translates it in the language of the current request.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LANGUAGES = ("nl", "en")
PARTS = Path(__file__).parent / "locale" / "nl" / "parts"
_LOCALES = {"nl": "nl_BE", "en": "en_GB"}
_NARROW_SPACE, _MINUS = "\u202f", "\u2212"
_current: ContextVar[str] = ContextVar("language", default="nl")


def N_(message: str) -> str:
    """Mark an English sentence for the catalogue without translating it yet."""
    return message


def current_language() -> str:
    """The language of the current request or command: 'nl' or 'en'."""
    return _current.get()


def set_language(language: str) -> None:
    """Use `language` from here on in this context; an unknown one becomes Dutch."""
    _current.set(language if language in LANGUAGES else LANGUAGES[0])


@contextmanager
def use_language(language: str) -> Iterator[None]:
    """Use `language` within the block."""
    token = _current.set(language if language in LANGUAGES else LANGUAGES[0])
    try:
        yield
    finally:
        _current.reset(token)


@lru_cache(maxsize=1)
def catalogue() -> dict[str, str]:
    """English to Dutch, merged from every part; a sentence translated in two ways is an error."""
    merged: dict[str, str] = {}
    for part in sorted(PARTS.glob("*.po")):
        with part.open("rb") as file:
            for message in read_po(file, locale="nl"):
                if message.id and message.string:
                    key, value = str(message.id), str(message.string)
                    if merged.setdefault(key, value) != value:
                        raise ValueError(f"{part.name}: {key!r} is translated in two ways")
    return merged


def t(message: str, language: str | None = None, /, **params: Any) -> str:
    """Translate an English sentence and fill its `{name}` places.

    What fills a place may be a sentence too, as {"sentence": ..., its own parameters}: so it can be kept as JSON.
    """
    wanted = language or current_language()
    text = catalogue().get(message, message) if wanted == "nl" else message
    return text.format(**{name: _filling(value, wanted) for name, value in params.items()}) if params else text


def _filling(value: Any, language: str) -> Any:
    if not isinstance(value, dict) or "sentence" not in value:
        return value
    return t(value["sentence"], language, **{name: own for name, own in value.items() if name != "sentence"})


def _locale(language: str | None) -> str:
    return _LOCALES[language or current_language()]


def number(value: float, language: str | None = None, decimals: int = 0, *, signed: bool = False) -> str:
    """A number as people write it: 48.614 or 7,2; a real minus sign, and a plus sign when `signed`."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    text = format_decimal(abs(value), format=pattern, locale=_locale(language), decimal_quantization=True)
    negative = value < 0 and any(digit in text for digit in "123456789")
    return f"{_MINUS if negative else '+' if signed and value > 0 else ''}{text}"


def percent(share: float, language: str | None = None, decimals: int = 1) -> str:
    """A share (0 to 1) as a percentage: 74,9 % with a narrow no-break space."""
    return f"{number(share * 100, language, decimals)}{_NARROW_SPACE}%"


def day(value: date, language: str | None = None, *, year: bool = True) -> str:
    """A calendar day: 22 nov 2026."""
    text = format_date(value, "d MMM y" if year else "d MMM", locale=_locale(language))
    return text.replace(".", "")


def weekday(value: date, language: str | None = None) -> str:
    """A day near today, with its name: vrijdag 20 november."""
    return format_date(value, "EEEE d MMMM", locale=_locale(language))


def moment(value: datetime, zone: str, language: str | None = None) -> str:
    """An instant in a time zone: 22 nov 2026 14:32."""
    local = value.astimezone(ZoneInfo(zone))
    return f"{day(local.date(), language)} {local:%H:%M}"
