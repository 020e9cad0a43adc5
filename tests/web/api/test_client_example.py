"""The client of the guide, against a real server."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.error import URLError

import pytest
from django.db import connections
from django.test.testcases import LiveServerThread, _StaticFilesHandler

from energy_synergy.web.db.models import Import
from tests.web.api.conftest import Key

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "examples" / "api_client.py"


@pytest.fixture
def example() -> ModuleType:
    """The example as a module."""
    spec = importlib.util.spec_from_file_location("api_client", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def address(db: None) -> Iterator[str]:
    """The address of a server whose threads share the connection of the test, so that nothing stays behind."""
    connection = connections["default"]
    connection.inc_thread_sharing()
    server = LiveServerThread("localhost", _StaticFilesHandler, connections_override={"default": connection})
    server.daemon = True
    server.start()
    server.is_ready.wait()
    try:
        assert server.error is None
        yield f"http://localhost:{server.port}"
    finally:
        server.terminate()
        connection.dec_thread_sharing()


@pytest.fixture
def run(
    example: ModuleType, address: str, key: Key, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[[str], int]:
    """Run the example with a file that holds a text, as an editor of Mill."""
    secret = key("mill_editor").headers["Authorization"].partition(" ")[2]
    monkeypatch.setenv("ES_URL", address)
    monkeypatch.setenv("ES_KEY", secret)

    def begin(text: str) -> int:
        file = tmp_path / "readings.csv"
        file.write_text(text, encoding="utf-8")
        code: int = example.main("river", "Mill", str(file))
        return code

    return begin


def test_it_imports_a_file_and_tells_what_the_group_makes_of_it(
    run: Callable[[str], int], dated: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(dated) == 0
    told = capsys.readouterr().out
    assert "2 days new, 0 replaced" in told
    assert "From 2025-06-02" in told
    assert [one.rows for one in Import.objects.all()] == [96]


def test_it_names_the_line_that_is_wrong(
    run: Callable[[str], int], dated: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(dated.replace("00:15;1,5", "00:15;x")) == 2
    assert "line 3, consumption kWh: x, expected" in capsys.readouterr().out
    assert not Import.objects.exists()


def test_it_tries_again_and_the_work_is_done_once(
    example: ModuleType, address: str, key: Key, mill: int, readings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = example.Client(address, key("manager").headers["Authorization"].partition(" ")[2])
    whole, lost = client._send, []

    def loses_the_first_answer(request: Any) -> Any:
        answer = whole(request)
        if not lost:
            lost.append(answer)
            raise URLError("the line broke")
        return answer

    monkeypatch.setattr(client, "_send", loses_the_first_answer)
    monkeypatch.setattr(example.time, "sleep", lambda _seconds: None)
    saved = client.post(f"/groups/river/companies/{mill}/readings", {"direction": "production", "readings": readings})
    assert [one.pk for one in Import.objects.all()] == [saved["id"]]


def test_it_reads_what_is_known_from_what_it_kept(example: ModuleType, address: str, key: Key) -> None:
    client = example.Client(address, key("manager").headers["Authorization"].partition(" ")[2])
    first = client.get("/groups/river")
    assert client.get("/groups/river") is first


def test_the_guide_shows_the_example_as_it_is() -> None:
    guide = (ROOT / "docs" / "guide" / "api.md").read_text(encoding="utf-8")
    assert EXAMPLE.read_text(encoding="utf-8") in guide
