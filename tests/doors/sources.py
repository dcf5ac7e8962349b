"""The portal's own code, read as a tree: what is called, raised or imported, and where."""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path


@cache
def trees() -> dict[str, ast.Module]:
    """Every module of the portal, without its migrations, by its path."""
    project = tomllib.loads(Path("pyproject.toml").read_text())
    packages = project["tool"]["importlinter"]["root_packages"]
    paths = [path for name in packages for path in sorted(Path(name).rglob("*.py")) if "migrations" not in path.parts]
    return {str(path): ast.parse(path.read_text()) for path in paths}


def _name(node: ast.AST) -> str:
    """`b` of `a.b`, `a` of `a`; empty for anything else."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """(module.function, name of what is called, the call)."""
    for path, tree in trees().items():
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                where = f"{path.removesuffix('.py').replace('/', '.')}.{function.name}"
                for node in ast.walk(function):
                    if isinstance(node, ast.Call):
                        yield where, _name(node.func), node


def mentions(name: str) -> set[str]:
    """The modules in which a name is used or imported, or stands as a text."""
    return {path for path, tree in trees().items() if any(_mentions(node, name) for node in ast.walk(tree))}


def _mentions(node: ast.AST, name: str) -> bool:
    if isinstance(node, ast.ImportFrom):
        return name in f"{node.module}." or any(alias.name == name for alias in node.names)
    if isinstance(node, ast.Import):
        return any(name in alias.name for alias in node.names)
    return _name(node) == name or (isinstance(node, ast.Constant) and node.value == name)
