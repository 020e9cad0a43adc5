"""The verb that imports a folder, in a process of its own, for it sets the site up."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from energy_synergy.cli.bulk_output import BulkOutput
from energy_synergy.cli.bulk_run import batches
from energy_synergy.cli.output import Output
from energy_synergy.usecases.bulk_lines import Line, Outcome
from energy_synergy.usecases.drop_folder import FoundFile

TIMES = [f"{quarter // 4:02}:{quarter % 4 * 15:02}" for quarter in range(96)]
SEED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from energy_synergy.web.server import prepare
prepare(Path(sys.argv[1]))
from energy_synergy.ports import NewGroup, NewMember
from energy_synergy.web.wiring import group_store
members = (NewMember("Mill"), NewMember("Forge"))
group_store().create_group(
    NewGroup("river", "River", "Europe/Paris", members), now=datetime(2026, 1, 5, tzinfo=UTC), recorded_by="owner"
)
"""
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "ES_DATA_DIR"}


def day(number: int, bad: str = "") -> str:
    rows = [f"2025-06-{number:02} {time},{'x' if time == bad else 1.5}" for time in TIMES]
    return "\n".join(["Time,Consumption (kWh)", *rows]) + "\n"


def put(folder: Path, name: str, text: str, *, is_old: bool = True) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    if is_old:
        os.utime(path, (1_700_000_000, 1_700_000_000))


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the group `river`, never changed."""
    folder = tmp_path_factory.mktemp("seeded") / "data"
    subprocess.run([sys.executable, "-c", SEED, str(folder)], check=True, env=ENVIRONMENT)
    return folder / "energy-synergy.sqlite3"


@pytest.fixture
def data(seeded: Path, tmp_path: Path) -> Path:
    """A data folder with the group `river`: Mill and Forge."""
    folder = tmp_path / "data"
    folder.mkdir()
    source, target = sqlite3.connect(seeded), sqlite3.connect(folder / seeded.name)
    with source, target:
        source.backup(target)
    source.close()
    target.close()
    return folder


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """An empty folder to import."""
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


def command(data: Path, inbox: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "energy_synergy.cli.main", "import", str(inbox), "--data-dir", str(data), *words]


def run(data: Path, inbox: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(data, inbox, *words), capture_output=True, text=True, env=ENVIRONMENT, check=False)


def stored(data: Path, question: str) -> int:
    connection = sqlite3.connect(data / "energy-synergy.sqlite3")
    try:
        return int(connection.execute(question).fetchone()[0])
    finally:
        connection.close()


def test_it_tells_one_line_for_each_file_and_a_summary(data: Path, inbox: Path) -> None:
    put(inbox, "Mill/2.csv", day(2))
    put(inbox, "Mill/3.csv", day(3, bad="01:00"))
    put(inbox, "nobody.csv", day(2))
    done = run(data, inbox, "--group", "river")
    assert done.returncode == 1, done.stderr
    assert done.stdout.splitlines() == [
        "saved       Mill/2.csv: 96 rows, Mill: 144.0 kWh consumption, 2025-06-02",
        "refused     Mill/3.csv: Line 6, column Consumption (kWh): x is not a number. Rows to correct: 1.",
        "unknown     nobody.csv: Nothing tells whose readings these are: the file names no meter, and lies in no "
        "company's folder.",
        "3 files: 1 saved, 1 refused, 1 of an unknown meter.",
        "Saved 96 rows of 1 company: 144.0 kWh consumption.",
    ]
    (inbox / "nobody.csv").unlink()
    again = run(data, inbox, "--good-rows", "--quiet")
    assert again.returncode == 0, again.stderr
    assert again.stdout.splitlines()[0] == "2 files: 1 saved, 1 the same as before."


def test_it_tells_programs_in_one_object(data: Path, inbox: Path) -> None:
    put(inbox, "Mill/2.csv", day(2))
    told = json.loads(run(data, inbox, "--json").stdout)
    (line,) = told["files"]
    assert (line["outcome"], line["imports"][0]["company"], told["summary"]["saved"]) == ("saved", "Mill", 1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--group", "rivers"), "There is no group rivers. Did you mean river?"),
        (("--interval", "0"), "is no number of seconds"),
        (("--grup", "river"), "Did you mean --group?"),
    ],
)
def test_a_wrong_call_is_told(data: Path, inbox: Path, words: tuple[str, ...], said: str) -> None:
    done = run(data, inbox, *words)
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr


def test_a_folder_that_is_not_there_is_told(data: Path, inbox: Path) -> None:
    done = run(data, inbox / "nowhere")
    assert (done.returncode, "cannot be read" in done.stderr) == (2, True)


def test_a_file_that_is_still_being_written_is_waited_for(data: Path, inbox: Path) -> None:
    put(inbox, "Mill/2.csv", day(2), is_old=False)
    done = run(data, inbox)
    assert (done.returncode, done.stdout.splitlines()[0][:21]) == (0, "saved       Mill/2.cs")


def test_a_run_that_was_killed_is_taken_up_again(data: Path, inbox: Path) -> None:
    for number in range(300):
        put(inbox, f"Mill/{number:03}.csv", day(1 + number % 28).replace("1.5", str(number)))
    running = subprocess.Popen(command(data, inbox), stdout=subprocess.PIPE, text=True, env=ENVIRONMENT)
    assert running.stdout is not None
    assert running.stdout.readline().startswith("saved")
    running.kill()
    running.communicate()
    kept = stored(data, "SELECT COUNT(*) FROM web_import")
    assert 0 < kept < 300
    assert stored(data, "SELECT COUNT(*) FROM web_auditentry WHERE action = 'import.saved'") == kept
    done = run(data, inbox)
    assert done.returncode == 0, done.stderr
    assert f"{300 - kept} saved, {kept} the same as before" in done.stdout
    # The files are taken in the order of their names: of each day the last one counts.
    total = stored(data, "SELECT ROUND(SUM(total_kwh)) FROM web_dayblock WHERE superseded_at IS NULL")
    assert total == sum(96 * max(range(first, 300, 28)) for first in range(28))


@pytest.fixture
def watching(data: Path, inbox: Path) -> Iterator[subprocess.Popen[str]]:
    """The command, watching the folder."""
    words = command(data, inbox, "--watch", "--interval", "0.2", "--json")
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)
    yield process
    process.kill()
    process.communicate()


def test_it_watches_a_folder_until_it_is_told_to_stop(data: Path, inbox: Path, watching: subprocess.Popen[str]) -> None:
    assert watching.stdout is not None
    assert watching.stderr is not None
    assert watching.stderr.readline().startswith("Watching")
    put(inbox, "Mill/half.csv.part", day(2), is_old=False)
    put(inbox, "Forge/5.csv", "", is_old=False)
    put(inbox, "Mill/2.csv", day(2), is_old=False)
    lines = [json.loads(watching.stdout.readline()) for _ in range(2)]
    assert {line["file"]: line["outcome"] for line in lines} == {"Forge/5.csv": "refused", "Mill/2.csv": "saved"}
    assert stored(data, "SELECT COUNT(*) FROM web_import") == 1
    put(inbox, "Forge/5.csv", day(5), is_old=False)
    assert json.loads(watching.stdout.readline())["outcome"] == "saved"
    watching.send_signal(signal.SIGTERM)
    summary = json.loads(watching.stdout.readline())["summary"]
    assert (summary["saved"], summary["refused"], summary["aside"]) == (2, 1, 1)
    assert watching.wait(timeout=20) == 0
    assert stored(data, "SELECT COUNT(*) FROM web_import") == 2


def test_a_file_of_an_unknown_meter_is_taken_once_the_meter_is_known(
    data: Path, inbox: Path, watching: subprocess.Popen[str]
) -> None:
    assert watching.stdout is not None
    rows = [f"2025-06-02 {time};30001;1.5" for time in TIMES]
    put(inbox, "a.csv", "\n".join(["Time;Meter;Consumption (kWh)", *rows]) + "\n")
    assert json.loads(watching.stdout.readline())["outcome"] == "unknown"
    connection = sqlite3.connect(data / "energy-synergy.sqlite3", timeout=20)
    with connection:
        connection.execute(
            "INSERT INTO web_meter (company_id, direction, name, source) "
            "SELECT id, 'consumption', '30001', '' FROM web_company WHERE name = 'Forge'"
        )
    connection.close()
    line = json.loads(watching.stdout.readline())
    assert (line["outcome"], line["imports"][0]["company"]) == ("saved", "Forge")


def test_batches_are_bounded_in_files_and_bytes() -> None:
    small = [FoundFile(Path("a"), "a", 10, 0)] * 130
    large = [FoundFile(Path("b"), "b", 9_000_000, 0)] * 3
    assert [len(batch) for batch in batches(small)] == [64, 64, 2]
    packed = [FoundFile(Path("c"), "c.gz", 300_000, 0)] * 3
    assert [len(batch) for batch in batches(large)] == [1, 1, 1]
    assert [len(batch) for batch in batches(packed)] == [2, 1]


def test_the_name_of_a_file_stays_on_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    shown = BulkOutput(Output(), folder="in", is_quiet=False, is_stream=False)
    shown.take(Line("a\nsaved\x1b[2J é.csv", Outcome.REFUSED, reason="No."))
    assert capsys.readouterr().out == "refused     a\\nsaved\\x1b[2J é.csv: No.\n"
