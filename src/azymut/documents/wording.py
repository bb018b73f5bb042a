"""Fixed words, signs and colours of documents: what all builders print alike."""

from __future__ import annotations

from django.utils.translation import gettext, pgettext

from azymut.kernel.registries import Tone

# The shape that goes with each tone, as on the site; DOCX prints the sign, PDF draws it.
SIGNS: dict[Tone, str] = {
    Tone.ON: "●",
    Tone.RISK: "▲",
    Tone.OFF: "◆",
    Tone.WAIT: "○",
    Tone.DONE: "■",
    Tone.NO_DATA: "–",
}
INKS: dict[Tone, str] = {
    Tone.ON: "#17694a",
    Tone.RISK: "#8a5200",
    Tone.OFF: "#b3201a",
    Tone.WAIT: "#555c69",
    Tone.DONE: "#1d46b8",
    Tone.NO_DATA: "#555c69",
}
SHADES = ("#eef1f8", "#c9d5ef", "#94aee0", "#4a6ec0", "#1d46b8")
SHADE_INKS = ("#15171c", "#15171c", "#10131a", "#ffffff", "#ffffff")
NO_SHADE = "#e8e4da"


def annex_title(index: int, title: str) -> str:
    """Annex A, B, …, counted from zero."""
    return gettext("Annex %(letter)s. %(title)s") % {"letter": chr(ord("A") + index), "title": title}


def words() -> dict[str, str]:
    """The fixed words of a document, for builders and for replaced templates."""
    return {
        "source": gettext("Source:"),
        "sample": gettext("sample data"),
        "page": pgettext("foot of a page", "page"),
        "of": pgettext("foot of a page: page 3 of 12", "of"),
        "city": gettext("city with county rights"),
        "as_of": gettext("As of"),
        "total": gettext("Total"),
    }
