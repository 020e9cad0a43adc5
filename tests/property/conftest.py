"""What the property tests draw, and the second implementation they compare with."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings

# Machines that run the tests differ in speed, and a slow one is no finding.
settings.register_profile("any_speed", deadline=None)
settings.load_profile("any_speed")


@pytest.fixture(scope="session")
def slow_reference() -> ModuleType:
    """The kernel in plain Python loops."""
    spec = spec_from_file_location("slow_reference", Path(__file__).with_name("slow_reference.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
