"""Numbers, units, dates and spans for people: the one place where figures become text.

Decimal comma and thin spaces in Polish, a dot in English. Missing is said ("b.d."), never shown as zero; suppressed is
said to be suppressed. Functions take the language explicitly or use the active one, so pages and documents agree.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext, pgettext

THIN = "\u202f"
NBSP = "\u00a0"
MINUS = "\u2212"


def _decimal_sign() -> str:
    return "." if (get_language() or "pl").startswith("en") else ","


def number(value: Decimal | float | None, decimals: int | None = None) -> str:
    """A number with thin spaces and a proper minus; `decimals` fixes the places, None keeps up to two that matter.

    >>> number(1234.5)
    '1 234,5'
    """
    if value is None:
        return missing()
    exact = Decimal(str(value))
    places = _places(exact) if decimals is None else decimals
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    sign = MINUS if rounded < 0 else ""
    whole, _, part = f"{abs(rounded):.{places}f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", THIN)
    return f"{sign}{grouped}{_decimal_sign() + part if part else ''}"


def _places(exact: Decimal) -> int:
    exponent = exact.normalize().as_tuple().exponent
    return min(2, max(0, -exponent)) if isinstance(exponent, int) else 0


def with_unit(value: Decimal | float | None, unit: str, decimals: int | None = None) -> str:
    """The number and its unit, joined by a space at which no line breaks."""
    if value is None:
        return missing()
    return f"{number(value, decimals)}{NBSP}{unit}" if unit else number(value, decimals)


def signed(value: Decimal | float, unit: str = "", decimals: int | None = None) -> str:
    """A change: always with its sign, so that +0,3 and −0,3 cannot be confused."""
    text = with_unit(value, unit, decimals)
    return f"+{text}" if value > 0 else text


def percent(share: Decimal | float | None, decimals: int = 0) -> str:
    """A share between 0 and 1 as per cent."""
    return missing() if share is None else with_unit(Decimal(str(share)) * 100, "%", decimals)


def money(value: Decimal | float | None) -> str:
    """Złoty; millions and thousands are shortened once they no longer lose what matters."""
    if value is None:
        return missing()
    million, amount = 1_000_000, Decimal(str(value))
    if abs(amount) >= million:
        return with_unit(amount / million, gettext("m PLN"), 1)
    return with_unit(amount, gettext("PLN"), 0)


def missing() -> str:
    return gettext("n/a")


def suppressed() -> str:
    return pgettext("in place of a figure", "suppressed")


def day(value: date | datetime | None) -> str:
    """22.11.2026, in the office's time zone."""
    if value is None:
        return missing()
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return f"{value:%d.%m.%Y}"


def moment(value: datetime | None) -> str:
    """22.11.2026, 14:05."""
    if value is None:
        return missing()
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local:%d.%m.%Y, %H:%M}"


def span(start: date | None, end: date | None) -> str:
    """01.01.2026–30.06.2026; an open side is said in words."""
    if start and end:
        return f"{day(start)}–{day(end)}"
    if start:
        return gettext("from %(day)s") % {"day": day(start)}
    return gettext("until %(day)s") % {"day": day(end)} if end else missing()


def month(value: date) -> str:
    """03.2024."""
    return f"{value:%m.%Y}"


def months(start: date, end: date) -> str:
    """03.2024–12.2027."""
    return f"{month(start)}–{month(end)}"


def period(code: str) -> str:
    """What statistics call 2026, 2026-S1 (or H1), 2026-09 or 2026-Q3, the way people write it; a month is 09.2026.

    The code stays in addresses and in files for machines.
    """
    year, _sep, part = code.partition("-")
    if not part:
        return year
    if part in {"H1", "S1"}:
        return gettext("the first half of %(year)s") % {"year": year}
    if part in {"H2", "S2"}:
        return gettext("the second half of %(year)s") % {"year": year}
    if part.startswith("Q"):
        return gettext("quarter %(quarter)s of %(year)s") % {"quarter": part[1:], "year": year}
    return f"{part}.{year}"


def until(due: date, today: date) -> str:
    """How long is left, the way people say it."""
    days = (due - today).days
    if days < 0:
        return ngettext("%(n)d day late", "%(n)d days late", -days) % {"n": -days}
    if days == 0:
        return gettext("today")
    return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}


def file_size(size: int) -> str:
    """Bytes in the unit that people know."""
    kilo = 1024
    if size < kilo * kilo:
        return with_unit(Decimal(max(1, round(size / kilo))), "KB", 0)
    return with_unit(Decimal(size) / (kilo * kilo), "MB", 1)


def duration(value: timedelta) -> str:
    seconds = int(value.total_seconds())
    minute = 60
    if seconds < minute:
        return with_unit(Decimal(seconds), "s", 0)
    return with_unit(Decimal(seconds // minute), "min", 0)
