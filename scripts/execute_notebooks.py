#!/usr/bin/env python3
"""Executes notebooks and keeps what they show: a page each, and every figure as PNG.

Usage: execute_notebooks.py OUTPUT_FOLDER NOTEBOOK...
"""

import base64
import os
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert import HTMLExporter
from traitlets.config import Config

PRIVATE = Config({"KernelManager": {"transport_encryption": "auto"}})
CELL_SECONDS_MAX = int(os.environ.get("MLB_NOTEBOOK_CELL_SECONDS_MAX") or 600)


def execute(path: Path, output: Path) -> str | None:
    """Executes a notebook in its folder; answers with what went wrong."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS_MAX,
        kernel_name="python3",
        config=PRIVATE,
        resources={"metadata": {"path": str(path.parent)}},
    )
    at = {"number": 0, "id": ""}
    client.on_cell_start = lambda cell, cell_index: at.update(number=cell_index + 1, id=cell["id"])
    trouble = None
    try:
        client.execute()
    except CellExecutionError as error:
        trouble = f"{error.ename}: {error.evalue}"
    except CellTimeoutError:
        trouble = f"took more than {CELL_SECONDS_MAX} s"
    except DeadKernelError:
        trouble = "its kernel died"
    finally:
        keep(notebook, path.stem, output)
    return trouble and f"{path.name}, cell {at['number']} `{at['id']}`: {trouble}"


def keep(notebook: nbformat.NotebookNode, name: str, output: Path) -> None:
    """Writes a notebook as executed, as a page to read, and its figures, named for their cells."""
    nbformat.write(notebook, output / f"{name}.ipynb")
    page, _ = HTMLExporter().from_notebook_node(notebook)
    (output / f"{name}.html").write_text(page, encoding="utf-8")
    for cell in notebook.cells:
        shown = [
            data["image/png"]
            for out in cell.get("outputs", [])
            if "image/png" in (data := out.get("data", {}))
        ]
        for number, image in enumerate(shown):
            suffix = f"-{number + 1}" if len(shown) > 1 else ""
            (output / f"{name}.{cell['id']}{suffix}.png").write_bytes(base64.b64decode(image))


def main() -> int:
    output, *paths = map(Path, sys.argv[1:])
    output.mkdir(parents=True, exist_ok=True)
    if any(path.resolve().parent == output.resolve() for path in paths):
        print(
            f"notebooks: {output} holds the notebooks themselves; name another folder",
            file=sys.stderr,
        )
        return 2
    failures = 0
    for path in paths:
        for old in output.glob(f"{path.stem}.*.png"):
            old.unlink()
        started = time.monotonic()
        trouble = execute(path.resolve(), output)
        figures = len(list(output.glob(f"{path.stem}.*.png")))
        print(
            f"notebooks: {trouble}"
            if trouble
            else f"{path.name}: {figures} figures, {time.monotonic() - started:.0f} s",
            file=sys.stderr if trouble else sys.stdout,
            flush=True,
        )
        failures += trouble is not None
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
