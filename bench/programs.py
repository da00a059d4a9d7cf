"""The programs that are measured, and what a run of them takes."""

import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
CACHE = Path(os.environ.get("MLB_CACHE") or Path.home() / ".cache/mlb-lakehouse")
KEPT = CACHE / "bench"
TARGET = Path(os.environ.get("CARGO_TARGET_DIR") or CACHE / "target")
PROGRAMS = TARGET / "release"
ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith(("MLB_", "POSTGRES_"))}
ENVIRONMENT["MLB_HOME"] = str(PROJECT)


class Usage:
    """What a command took."""

    def __init__(self, cpu, wall, peak_bytes):
        self.cpu, self.wall, self.peak_bytes = cpu, wall, peak_bytes


def run(command, env=ENVIRONMENT, **options):
    """Runs a command to its end; shows its output where it fails."""
    command = [str(part) for part in command]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env, **options)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout.decode()}")
    return done.stdout.decode()


def measure(command, env=ENVIRONMENT, **options):
    """Runs a command; answers with what it took and what it printed."""
    command = [str(part) for part in command]
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=env, **options)
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            process.wait()
            raise
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode()
    if process.returncode:
        sys.exit(f"{' '.join(command)}\n{text}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Usage(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * unit), text


def median(usages):
    """The medians of runs; the peak is the largest."""
    middle = lambda of: statistics.median(map(of, usages))
    return Usage(middle(lambda u: u.cpu), middle(lambda u: u.wall), max(u.peak_bytes for u in usages))


def mlb(lake, *arguments):
    """The command `mlb` on a lake."""
    return [PROGRAMS / "mlb", *arguments, "--lake", lake]


@contextmanager
def fresh_copy(lake, work):
    """A copy of a lake for one run, so that all runs find the same."""
    copy = work / "copy"
    shutil.copytree(lake, copy)
    os.sync()
    try:
        yield copy
    finally:
        shutil.rmtree(copy)


@contextmanager
def work_folder():
    """A folder in the cache that is gone with the bench, also where that is told to stop."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    KEPT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=KEPT) as folder:
        yield Path(folder)


def print_title(runs):
    """What is measured, where, how often."""
    version = run([PROGRAMS / "mlb", "version"]).splitlines()[0]
    print(f"{version}, {os.cpu_count()} cores, medians of {runs} run{'s' * (runs > 1)}", flush=True)


def peers_python():
    """A Python that has the peers' packages, in the cache folder."""
    folder = CACHE / "bench-venv"
    python = folder / "bin/python"
    if not python.exists():
        print("installing the peers' packages", file=sys.stderr)
        run([sys.executable, "-m", "venv", folder])
    run([python, "-m", "pip", "install", "--quiet", "-r", PROJECT / "bench/requirements.txt"])
    print(run([python, "-c", "import duckdb, polars; print(f'DuckDB {duckdb.__version__}, Polars {polars.__version__}')"]).strip())
    return python
