"""The command itself: help, unknown words, refusals and exit codes."""

import json
import os
import subprocess
import sys

import pytest

from energy_synergy.cli.main import main, summary, verb_names


def test_help_lists_every_verb(capsys) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown and summary(name) in shown for name in verb_names())


def test_no_word_at_all_shows_the_help(capsys) -> None:
    assert main([]) == 0
    assert "usage: energy-synergy" in capsys.readouterr().out


def test_an_unknown_verb_names_the_nearest(capsys) -> None:
    assert main(["analize"]) == 2
    assert "Did you mean analyse?" in capsys.readouterr().err


def test_an_unknown_option_names_the_nearest(capsys) -> None:
    assert main(["options", "--jsno"]) == 2
    assert "Did you mean --json?" in capsys.readouterr().err


def test_an_unknown_option_is_told_before_a_missing_word(capsys) -> None:
    assert main(["analyse", "--typicalday"]) == 2
    assert "Did you mean --typical-day?" in capsys.readouterr().err


def test_a_long_option_is_no_mistyped_letter(capsys) -> None:
    assert main(["template", "--json"]) == 2
    assert "Did you mean" not in capsys.readouterr().err


def test_a_missing_word_is_explained(capsys) -> None:
    assert main(["analyse"]) == 2
    assert "GROUP.toml" in capsys.readouterr().err


def test_a_refusal_is_one_json_object_for_programs(capsys) -> None:
    assert main(["options", "shering", "--json"]) == 2
    refused = json.loads(capsys.readouterr().out)
    assert refused["code"] == "unknown_name"
    assert refused["findings"] == []


@pytest.mark.parametrize("verb", verb_names())
def test_every_verb_explains_itself(verb, capsys) -> None:
    with pytest.raises(SystemExit) as left:
        main([verb, "--help"])
    assert left.value.code == 0
    assert summary(verb) in " ".join(capsys.readouterr().out.split())


def test_help_does_not_wait_for_numpy() -> None:
    script = (
        "import sys; from energy_synergy.cli.main import main; main(['--help']);"
        "sys.exit(any(m in sys.modules for m in ('numpy', 'pydantic', 'rich', 'django')))"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="pipes end in another way there")
def test_a_reader_that_has_gone_is_no_bug() -> None:
    source, sink = os.pipe()
    os.close(source)
    command = [sys.executable, "-m", "energy_synergy.cli.main", "options", "sharing"]
    done = subprocess.run(command, stdout=sink, stderr=subprocess.PIPE, check=False)
    os.close(sink)
    assert (done.returncode, done.stderr) == (0, b"")


def test_it_writes_utf8_into_any_pipe() -> None:
    command = [sys.executable, "-m", "energy_synergy.cli.main", "options", "checks", "spike"]
    done = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "ascii"}, check=False)
    assert done.returncode == 0
    assert "≥" in done.stdout.decode("utf-8")
