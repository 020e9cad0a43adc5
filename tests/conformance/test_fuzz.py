"""Coverage-guided fuzzing of every format, as many inputs each time: no crash, no hang, no more memory than allowed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from energy_synergy.registry import family
from energy_synergy.testing.format_suite import load_samples

resource = pytest.importorskip("resource", reason="memory is bounded on Unix")
HERE = Path(__file__).parent
SAMPLES = load_samples(HERE.parent / "data" / "formats")
RUNS = 800
BOUNDS = (f"-runs={RUNS}", "-timeout=30", "-max_len=60000", "-seed=1", "-verbosity=0")
LARGEST_MB = 900


@pytest.mark.skipif(sys.platform != "linux", reason="atheris runs on Linux")
@pytest.mark.parametrize("name", list(family("formats")))
def test_it_reads_or_refuses_whatever_comes(name: str, tmp_path: Path) -> None:
    for sample in SAMPLES:
        if sample.format == name:
            shutil.copy(sample.path, tmp_path)
    # A process counts the largest memory of the one that started it as its own.
    inherited_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    bounds = (*BOUNDS, f"-rss_limit_mb={max(LARGEST_MB, inherited_mb + 200)}")
    command = [sys.executable, str(HERE / "fuzz_format.py"), name, str(tmp_path), *bounds]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=240, check=False)
    assert ended.returncode == 0, ended.stderr[-4_000:]
