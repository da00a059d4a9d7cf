"""What the notebooks share: where the lake is, one table as a polars frame, the look of a figure, a field to draw on.

The lake is the folder or URL named by `MLB_LAKE`, else `lakehouse` beside this folder, where `./justw demo` puts it.
A relative `MLB_LAKE` is relative to the project, as it is for its recipes.
"""

import os
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.patches import Arc, Circle, Polygon

PROJECT = Path(__file__).resolve().parent.parent

GAME = ["season", "game_pk"]
"""What names a game in every table."""

PLAY = [*GAME, "at_bat_index"]
"""What names a plate appearance."""

HITS = {"single": 1, "double": 2, "triple": 3, "home_run": 4}
"""The event types of a base hit, with their total bases."""

# Okabe and Ito's colours, which people see apart whatever their colour vision is.
BLUE, ORANGE, GREEN, RED = "#0072B2", "#E69F00", "#009E73", "#D55E00"
SKY, PINK, YELLOW, GREY = "#56B4E9", "#CC79A7", "#F0E442", "#8A8A8A"

HOME_PLATE_PIXELS = (125.42, 198.27)
"""Where home plate lies in the API's picture of the field."""

FEET_A_PIXEL = 2.5
"""The scale of that picture; the spray chart measures it."""


class NoLake(Exception):
    """The lake is not there; shown as a line instead of a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def lake() -> str:
    """The place of the lake: a folder, or a URL as it is."""
    place = os.environ.get("MLB_LAKE") or "lakehouse"
    return place if "://" in place else str(PROJECT / place)


def read_table(name: str, *columns: str) -> pl.DataFrame:
    """A table of the lake, such as `plays` for `game.live_game_plays`; all columns, or those named."""
    path = f"{lake()}/mlb-warehouse/game/live_game_{name}"
    if "://" not in path and not Path(path, "_delta_log").is_dir():
        raise NoLake(
            f"No table live_game_{name} in the lake {lake()}: run `./justw demo`, or set MLB_LAKE"
        )
    table = pl.scan_delta(path)
    return (table.select(columns) if columns else table).collect()


def use_style() -> None:
    """The look of all figures and printed tables."""
    plt.rcParams.update(
        {
            "figure.dpi": 120,
            "figure.constrained_layout.use": True,
            "font.size": 10,
            "axes.titlesize": 11,
            "axes.titleweight": "bold",
            "axes.titlelocation": "left",
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.axisbelow": True,
            "axes.grid": True,
            "grid.color": "#E3E3E3",
            "legend.frameon": False,
        }
    )
    pl.Config.set_tbl_rows(40)
    pl.Config.set_tbl_cols(20)
    pl.Config.set_tbl_width_chars(160)
    pl.Config.set_fmt_str_lengths(60)
    pl.Config.set_tbl_hide_dataframe_shape(True)
    pl.Config.set_tbl_hide_column_data_types(True)


def in_feet(coord_x: pl.Expr, coord_y: pl.Expr) -> list[pl.Expr]:
    """Pixels of the API's picture as feet from home plate: `x` to the right field side, `y` to centre field."""
    return [
        ((coord_x - HOME_PLATE_PIXELS[0]) * FEET_A_PIXEL).alias("x"),
        ((HOME_PLATE_PIXELS[1] - coord_y) * FEET_A_PIXEL).alias("y"),
    ]


def fence(venue: dict | None) -> tuple[np.ndarray, np.ndarray]:
    """The fence of a row of `live_game_venue_details`: angles from centre field, degrees, and distances, feet.

    The API tells distances only. The lines stand at 45 degrees and centre field at 0; the places between are put where
    such marks usually are. What a venue lacks is left out; a venue without a distance gets 330, 375 and 400 feet.
    """
    venue = venue or {}
    all_seven = venue.get("left_field") is not None or venue.get("right_field") is not None
    alley = 15.0 if all_seven else 22.5
    marks = {
        "left_line": -45.0,
        "left_field": -31.0,
        "left_center": -alley,
        "center_field": 0.0,
        "right_center": alley,
        "right_field": 31.0,
        "right_line": 45.0,
    }
    known = [(angle, float(venue[mark])) for mark, angle in marks.items() if venue.get(mark)]
    known = (
        known
        if len(known) > 1
        else [(-45.0, 330.0), (-22.5, 375.0), (0.0, 400.0), (22.5, 375.0), (45.0, 330.0)]
    )
    angles, feet = np.array(known).T
    return angles, feet


def fence_feet(venue: dict | None, angle: np.ndarray | float) -> np.ndarray:
    """How far the fence is at angles from centre field: a smooth curve (cubic Hermite) through the marks."""
    angles, feet = fence(venue)
    slopes = np.gradient(feet, angles)
    at = np.clip(np.searchsorted(angles, angle) - 1, 0, len(angles) - 2)
    wide = angles[at + 1] - angles[at]
    t = np.clip((angle - angles[at]) / wide, 0, 1)
    return (
        (2 * t**3 - 3 * t**2 + 1) * feet[at]
        + (t**3 - 2 * t**2 + t) * wide * slopes[at]
        + (3 * t**2 - 2 * t**3) * feet[at + 1]
        + (t**3 - t**2) * wide * slopes[at + 1]
    )


def draw_field(ax: Axes, venue: dict | None = None, distances: bool = True) -> None:
    """Draws a field in feet, home plate at (0, 0) and centre field up, with the fence of the venue and its distances."""
    angles, feet = fence(venue)
    sweep = np.radians(np.linspace(-45, 45, 181))
    wall = fence_feet(venue, np.degrees(sweep))
    wall_x, wall_y = wall * np.sin(sweep), wall * np.cos(sweep)
    ax.add_patch(
        Polygon([(0, 0), *zip(wall_x, wall_y)], facecolor="#EDF4E8", edgecolor="none", zorder=0)
    )

    dirt = "#F3E6D3"
    edge = 95 * np.exp(1j * np.linspace(0, np.pi, 181)) + 60.5j
    edge = edge[np.abs(edge.real) <= edge.imag]
    ax.add_patch(
        Polygon([(0, 0), *zip(edge.real, edge.imag)], facecolor=dirt, edgecolor="none", zorder=0.1)
    )
    base = 90 / np.sqrt(2)
    grass = [(0, 10), (base - 10, base), (0, 2 * base - 10), (10 - base, base)]
    ax.add_patch(Polygon(grass, facecolor="#EDF4E8", edgecolor="none", zorder=0.2))
    for center, radius in (((0, 60.5), 9), ((0, 0), 13)):
        ax.add_patch(Circle(center, radius, facecolor=dirt, edgecolor="none", zorder=0.3))
    for x, y in ((base, base), (0, 2 * base), (-base, base), (0, 0)):
        ax.add_patch(
            Polygon(
                [(x, y - 5), (x + 5, y), (x, y + 5), (x - 5, y)],
                facecolor="white",
                edgecolor="#777777",
                linewidth=0.6,
                zorder=0.4,
            )
        )

    for end in (0, -1):
        ax.plot([0, wall_x[end]], [0, wall_y[end]], color="#9A9A9A", linewidth=1, zorder=0.5)
    ax.plot(wall_x, wall_y, color="#4D6B3C", linewidth=2.5, zorder=0.5)
    for radius in (200, 300):
        ax.add_patch(
            Arc(
                (0, 0),
                2 * radius,
                2 * radius,
                theta1=45,
                theta2=135,
                color="#BFC9B8",
                linestyle=":",
                zorder=0.4,
            )
        )
    if distances:
        for angle, distance in zip(np.radians(angles), feet):
            ax.annotate(
                f"{distance:.0f}",
                (distance * np.sin(angle), distance * np.cos(angle)),
                (14 * np.sin(angle), 14 * np.cos(angle)),
                textcoords="offset points",
                ha="center",
                va="center",
                fontsize=8,
                color="#4D6B3C",
            )
    ax.set_aspect("equal")
    ax.set_xlim(-335, 335)
    ax.set_ylim(-60, 475)
    ax.axis("off")
