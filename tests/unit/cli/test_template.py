"""The verb that writes the template."""

import pytest

from energy_synergy.cli.main import main


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_template_reads_back(language, tmp_path, capsys) -> None:
    path = tmp_path / "day.csv"
    assert main(["template", "--lang", language, "-o", str(path)]) == 0
    assert "inspect" in capsys.readouterr().err
    assert path.read_bytes().count(b"\n") >= 97


def test_it_is_printed_when_no_file_is_named(capfdbinary) -> None:
    assert main(["template", "--lang", "fr"]) == 0
    assert b"Consommation" in capfdbinary.readouterr().out


def test_a_file_that_is_there_is_kept(tmp_path, capsys) -> None:
    path = tmp_path / "day.csv"
    path.write_text("mine")
    assert main(["template", "-o", str(path)]) == 2
    assert "--force" in capsys.readouterr().err
    assert path.read_text() == "mine"
    assert main(["template", "-o", str(path), "--force"]) == 0


def test_a_folder_is_not_written_over(tmp_path, capsys) -> None:
    assert main(["template", "-o", str(tmp_path)]) == 2
    assert "--force" not in capsys.readouterr().err
