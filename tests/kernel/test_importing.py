"""The one manner of importers: reports, rehearsal, and the command's three ways to end."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command
from django.utils import translation

from azymut.kernel.errors import FileRefusedError
from azymut.kernel.importing import ImportCommand, ImportReport, rehearse
from azymut.kernel.models import TaskReceipt

pytestmark = pytest.mark.django_db


def bring(*, rejected=0):
    TaskReceipt.objects.create(task_id="imported", done_at="2026-11-22T11:00:00Z")
    report = ImportReport(created=1, changed=2, unchanged=3, removed=4)
    for row in range(rejected):
        report.reject(row + 2, "kod", ValueError("no such code"))
    return report


class Command(ImportCommand):
    rejected = 0
    refusal: FileRefusedError | None = None

    def bring_in(self, path, *, dry_run, options):
        if self.refusal:
            raise self.refusal
        return rehearse(lambda: bring(rejected=self.rejected), dry_run=dry_run)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("kod\n1\n")
    return path


def run(capsys, path, *flags, **values):
    command = Command()
    for name, value in values.items():
        setattr(command, name, value)
    status = 0
    try:
        call_command(command, str(path), *flags)
    except SystemExit as end:
        status = end.code
    said = capsys.readouterr()
    return status, said.out, said.err


def test_rehearsal_takes_everything_back():
    assert rehearse(bring, dry_run=True).touched == 7
    assert not TaskReceipt.objects.exists()
    rehearse(bring, dry_run=False)
    assert TaskReceipt.objects.exists()


def test_failed_import_changes_nothing():
    def fail():
        bring()
        raise FileRefusedError("cut off")

    with pytest.raises(FileRefusedError):
        rehearse(fail, dry_run=False)
    assert not TaskReceipt.objects.exists()


def test_clean_import_ends_with_0(capsys, file):
    status, out, err = run(capsys, file)
    assert (status, err) == (0, "")
    assert out == "created 1, changed 2, unchanged 3, removed 4, rejected 0\n"


def test_dry_run_says_would(capsys, file):
    status, out, _ = run(capsys, file, "--dry-run")
    assert (status, TaskReceipt.objects.exists()) == (0, False)
    assert out.startswith("would be created 1")


def test_rejected_rows_end_with_1(capsys, file):
    status, _, err = run(capsys, file, rejected=1)
    assert (status, err) == (1, "row 2, kod: no such code\n")
    assert TaskReceipt.objects.exists()


def test_json_is_one_object(capsys, file):
    status, out, err = run(capsys, file, "--json", rejected=1)
    assert (status, err) == (1, "")
    assert json.loads(out) == {
        "created": 1, "changed": 2, "unchanged": 3, "removed": 4,
        "rejected": [{"row": 2, "column": "kod", "reason": "no such code"}],
    }  # fmt: skip


@pytest.mark.parametrize("flags", [(), ("--json",)])
def test_refused_file_ends_with_2(capsys, file, flags):
    status, out, err = run(capsys, file, *flags, refusal=FileRefusedError("wrong heading", place="row 1"))
    assert (status, err) == (2, "a.csv: row 1: wrong heading\n")
    if flags:
        assert json.loads(out)["rejected"] == [{"row": 0, "column": "", "reason": "row 1: wrong heading"}]
    assert not TaskReceipt.objects.exists()


def test_absent_file_ends_with_2(capsys, tmp_path):
    with translation.override("pl"):
        status, _, err = run(capsys, tmp_path / "none.csv")
    assert status == 2
    assert err == f"none.csv: {tmp_path / 'none.csv'}: Nie ma takiego pliku.\n"


def test_name_that_is_no_utf8_ends_with_2(capsys, tmp_path):
    path = tmp_path / "a\udcff.csv"
    path.write_text("kod\n1\n")
    with translation.override("pl"):
        status, out, err = run(capsys, path, "--json")
    assert (status, TaskReceipt.objects.exists()) == (2, False)
    assert json.loads(out)["rejected"][0]["row"] == 0
    assert err == "a\\udcff.csv: Nazwa pliku nie jest zapisana w UTF-8. Zmień nazwę pliku.\n"


def test_command_without_importer_is_a_fault(file):
    with pytest.raises(NotImplementedError):
        call_command(ImportCommand(), str(file))
