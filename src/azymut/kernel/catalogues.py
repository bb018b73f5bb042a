"""Message catalogues without gettext: what the code says, what the Polish texts answer, and the compiled files.

Babel reads Python; Django's own `templatize` turns a template into Python that Babel can read. Each room keeps its
texts beside its code, so a text is found where it is used.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

LANGUAGE = "pl"
# CLDR plural rules for Polish, the fourth form for fractions, as Django's own Polish catalogue has it.
PLURAL_FORMS = (
    "nplurals=4; plural=(n==1 ? 0 : (n%10>=2 && n%10<=4) && (n%100<12 || n%100>14) ? 1 : n!=1 && "
    "(n%10>=0 && n%10<=1) || (n%10>=5 && n%10<=9) || (n%100>=12 && n%100<=14) ? 2 : 3);"
)
PLURAL_COUNT = 4
# Only what gettext needs: dates and tool names in a header would make every change a conflict.
_HEADER = f"""# Texts of this room in Polish.
msgid ""
msgstr ""
"Language: {LANGUAGE}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {PLURAL_FORMS}\\n"
"""

# What each argument of each function means, and the same in Babel's words.
_ARGUMENTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), ("singular",)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), ("singular", "plural")),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ("context", "singular")),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ("context", "singular", "plural")),
}
KEYWORDS: dict[str, Any] = dict.fromkeys(_ARGUMENTS)
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sdf]|\{(\w*)[^{}]*\}|(%[sd])")

Key = tuple[str, str | None]


@dataclass(frozen=True)
class Said:
    """One text in the code: singular, plural where it has one, context, and where it stands."""

    singular: str
    plural: str
    context: str | None
    place: str

    @property
    def key(self) -> Key:
        return self.singular, self.context


@dataclass
class Findings:
    """What is wrong with one room's Polish texts, in words; `unused` is only a notice."""

    room: str
    faults: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)


def rooms(source: Path) -> list[Path]:
    """The folders of the rooms under the root package."""
    return sorted(path.parent for path in source.glob("*/__init__.py"))


def catalogue_path(room: Path) -> Path:
    return room / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def said_in(room: Path) -> list[Said]:
    """Every translatable text of a room, in the order of its files; a text said twice is listed once."""
    found: dict[Key, Said] = {}
    for said in _all_said(room):
        known = found.get(said.key)
        if known is None or (said.plural and not known.plural):
            found[said.key] = said
    return list(found.values())


def _all_said(room: Path) -> Iterator[Said]:
    for path in sorted(room.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _calls(path.read_bytes(), path.relative_to(room.parent).as_posix())
    for path in sorted((*room.rglob("*.html"), *room.rglob("*.txt"))):
        if "templates" in path.parts:
            place = path.relative_to(room.parent).as_posix()
            # Indentation means nothing in a template, but Python's tokenizer would trip over it.
            lines = templatize(path.read_text(encoding="utf-8"), origin=place).splitlines()
            yield from _calls("\n".join(line.lstrip() for line in lines).encode(), place)


def _calls(code: bytes, place: str) -> Iterator[Said]:
    for line, function, arguments, _comments in extract_python(io.BytesIO(code), KEYWORDS, [], {}):
        heard: Any = arguments
        texts = heard if isinstance(heard, (tuple, list)) else (heard,)
        places = _ARGUMENTS[str(function)]
        if len(texts) < len(places):
            continue
        said = dict(zip(places, texts, strict=False))
        if said["singular"]:
            yield Said(said["singular"], said.get("plural") or "", said.get("context"), f"{place}:{line}")


def read_catalogue(path: Path) -> Catalog:
    """The room's Polish texts; an empty catalogue where there is no file yet."""
    if not path.exists():
        return _empty()
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def _empty() -> Catalog:
    return read_po(io.BytesIO(_HEADER.encode()), locale=LANGUAGE)


def check(source: Path) -> list[Findings]:
    """Compare every room's code with its Polish texts."""
    results = []
    spoken: dict[Key, tuple[str, str]] = {}
    for room in rooms(source):
        findings = Findings(room.name)
        catalogue = read_catalogue(catalogue_path(room))
        wanted = said_in(room)
        if wanted and catalogue.num_plurals != PLURAL_COUNT:
            findings.faults.append(f"the header must say: Plural-Forms: {PLURAL_FORMS}")
        for said in wanted:
            message = catalogue.get(said.singular, said.context)
            findings.faults.extend(f"{said.place}: {said.singular!r} {fault}" for fault in _faults(said, message))
            if message is not None and message.string:
                findings.faults.extend(_disagreement(spoken, said, str(message.string), room.name))
        keys = {said.key for said in wanted}
        findings.unused = [str(m.id) for m in catalogue if m.id and (_singular(m), m.context) not in keys]
        results.append(findings)
    return results


def _disagreement(spoken: dict[Key, tuple[str, str]], said: Said, text: str, room: str) -> Iterator[str]:
    """Django keeps one text per msgid and context for the whole site: two rooms must not answer differently."""
    earlier_text, earlier_room = spoken.setdefault(said.key, (text, room))
    if earlier_text != text and earlier_room != room:
        yield f"{said.place}: {said.singular!r} is {earlier_text!r} in {earlier_room}, {text!r} here; give it a context"


def _faults(said: Said, message: Message | None) -> Iterator[str]:
    if message is None:
        yield "has no Polish text"
        return
    if message.fuzzy:
        yield "has only a fuzzy Polish text"
    if bool(said.plural) != isinstance(message.id, (tuple, list)):
        yield "is plural in one place and singular in the other"
        return
    strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    texts = [text or "" for text in strings]
    if not all(texts):
        yield "has an empty Polish text"
        return
    if said.plural and len(texts) != PLURAL_COUNT:
        yield f"needs {PLURAL_COUNT} plural forms"
    yield from _placeholder_faults(said, texts)


def _placeholder_faults(said: Said, texts: Iterable[str]) -> Iterator[str]:
    wanted = _placeholders(said.singular) | _placeholders(said.plural)
    for number, text in enumerate(texts):
        given = _placeholders(text)
        if unknown := given - wanted:
            yield f"has an unknown placeholder {', '.join(sorted(unknown))} in Polish"
        # "1" may be written as a word, so the first of the plural forms may leave the number out.
        if not (said.plural and number == 0) and (lost := wanted - given):
            yield f"has lost the placeholder {', '.join(sorted(lost))} in Polish"


def _placeholders(text: str) -> set[str]:
    plain = text.replace("%%", "")
    return {a or b or c or "{}" for a, b, c in _PLACEHOLDER.findall(plain)}


def _singular(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, (tuple, list)) else message.id)


def update(room: Path) -> int:
    """Write entries that the room's file does not have yet, with empty texts; what stands there is kept."""
    path = catalogue_path(room)
    catalogue = read_catalogue(path)
    added = 0
    for said in said_in(room):
        known = catalogue.get(said.singular, said.context)
        if known is not None:
            if said.plural and isinstance(known.id, str):
                catalogue.delete(said.singular, said.context)
            else:
                continue
        identity = (said.singular, said.plural) if said.plural else said.singular
        text = ("",) * PLURAL_COUNT if said.plural else ""
        catalogue.add(identity, text, context=said.context)
        added += 1
    if added:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, catalogue)
    return added


def _write(path: Path, catalogue: Catalog) -> None:
    body = io.BytesIO()
    write_po(body, catalogue, width=110, omit_header=True, ignore_obsolete=True)
    text = body.getvalue().decode().strip("\n")
    path.write_text(f"{_HEADER}\n{text}\n", encoding="utf-8")


def prune(room: Path) -> int:
    """Take out entries that no code asks for any more."""
    path = catalogue_path(room)
    catalogue = read_catalogue(path)
    keys = {said.key for said in said_in(room)}
    unused = [(_singular(m), m.context) for m in catalogue if m.id and (_singular(m), m.context) not in keys]
    for singular, context in unused:
        catalogue.delete(singular, context)
    if unused:
        _write(path, catalogue)
    return len(unused)


def compile_all(source: Path) -> list[Path]:
    """Compile the catalogues whose text is newer than their compiled file; answer those written."""
    written = []
    for room in rooms(source):
        path = catalogue_path(room)
        compiled = path.with_suffix(".mo")
        if not path.exists() or (compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime):
            continue
        partial = compiled.with_suffix(".part")
        with partial.open("wb") as file:
            write_mo(file, read_catalogue(path))
        partial.replace(compiled)
        written.append(compiled)
    return written
