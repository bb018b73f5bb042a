"""A contract for import-linter: which modules of a room other rooms may use."""

from __future__ import annotations

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

ROOT = "azymut"


class DoorsContract(Contract):
    """Imports between rooms go only through what the imported room shows.

    A domain room shows `shown`, and single modules named in `shown_more`; a foundation shows everything but `private`.
    `config` puts the rooms together and is free.
    """

    type_name = "doors"

    shown = fields.SetField(subfield=fields.StringField())
    shown_more = fields.SetField(subfield=fields.StringField())
    foundations = fields.SetField(subfield=fields.StringField())
    private = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        broken = sorted(
            f"{importer} imports {imported}"
            for imported in graph.modules
            if imported.startswith(f"{ROOT}.")
            for importer in graph.find_modules_that_directly_import(imported)
            if importer.startswith(f"{ROOT}.") and not self._may(importer, imported)
        )
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def _may(self, importer: str, imported: str) -> bool:
        mine, (room, *inner) = importer.split(".")[1], imported.split(".")[1:]
        if mine == room or not inner:
            return True
        if f"{room}.{inner[0]}" in self.shown_more:
            return True
        return inner[0] not in self.private if room in self.foundations else inner[0] in self.shown

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["broken"]:
            output.print_error(line, bold=False)
