"""Blocks: their freeze, their canonical text."""

from __future__ import annotations

import json

from azymut.documents import blocks
from tests.documents import examples


def test_every_block_survives_its_freeze():
    content = examples.content(sheets=(examples.TABLE,))
    assert blocks.thaw(json.loads(content.canonical())) == content
    assert blocks.thaw(blocks.freeze(content)) == content


def test_every_kind_of_block_is_among_the_examples():
    assert {type(block) for block in examples.content().blocks} == set(blocks._KINDS.values()) - {blocks.Figure}


def test_canonical_text_is_sorted_and_tells_contents_apart():
    text = examples.short().canonical()
    assert text == json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert text != examples.short(reference="other").canonical()


def test_workbook_takes_sheets_or_all_tables():
    assert blocks.tables(examples.short()) == (examples.TABLE,)
    assert blocks.tables(examples.short(sheets=(examples.TABLE, examples.TABLE))) == (examples.TABLE, examples.TABLE)
