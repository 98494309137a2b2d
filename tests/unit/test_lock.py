"""The locks are complete for what pyproject.toml asks for, exact, and free of CUDA packages and index hosts."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
ASKED = {
    "run": PROJECT["dependencies"],
    "dev": [*PROJECT["dependencies"], *EXTRAS["test"], *EXTRAS["dev"]],
}


def _lines(name: str) -> list[str]:
    lines = (REPOSITORY / "requirements" / f"{name}.lock").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def _versions(name: str, python: str) -> dict[str, str]:
    """Return the locked version of each package on Linux with Python ``python`` ("3.12")."""
    linux = {"sys_platform": "linux", "python_version": python, "python_full_version": f"{python}.0"}
    requirements = [Requirement(line) for line in _lines(name)]
    chosen = [r for r in requirements if r.marker is None or r.marker.evaluate(linux)]
    versions: dict[str, str] = {canonicalize_name(r.name): str(r.specifier).removeprefix("==") for r in chosen}
    assert len(versions) == len(chosen), "a package is locked twice for the same Python"
    return versions


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize("name", ["run", "dev"])
def test_every_dependency_is_locked_at_a_version_that_pyproject_admits(name: str, python: str) -> None:
    versions = _versions(name, python)
    for requirement in map(Requirement, ASKED[name]):
        assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)]), requirement.name


@pytest.mark.parametrize("name", ["run", "dev"])
def test_every_line_is_one_exact_version_from_no_particular_host(name: str) -> None:
    for line in _lines(name):
        assert re.fullmatch(r"[a-z0-9.-]+==[0-9][\w.+]*( ; .+)?", line), line
        assert not re.match(r"nvidia|cuda|triton", line), line


def test_tests_run_on_the_versions_that_users_get() -> None:
    assert _versions("run", "3.11").items() <= _versions("dev", "3.11").items()
