"""The picture of a scored collection: one page that stands alone, and its charts as PNG files."""

from __future__ import annotations

import io
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from heapq import nlargest
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote as percent_encoded

from labels.errors import DataError
from labels.records import Row, replacing_file
from labels.taxonomy import Sector, Stance, Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TOP_SPEAKERS = 15
EXAMPLES = 3
MOST_MONTHS = 120
STANCES = tuple(stance for stance in Stance if stance is not Stance.UNRELATED)
COLOURS = {
    Stance.SUPPORTIVE: "#2a7f62", Stance.CONDITIONAL: "#d9a441", Stance.CRITICAL: "#b3423a", Stance.NEUTRAL: "#8a94a0",
    Stance.UNRELATED: "#d5d9de",
}  # fmt: skip
"""Told apart by people who see no red and green: they differ in lightness too."""


@dataclass
class Summary:
    """What a report shows, gathered in one pass: counts, the names of articles and speakers, a few statements."""

    articles: set[str] = field(default_factory=set)
    statements: int = 0
    review: int = 0
    unnamed: int = 0
    stances: Counter[str] = field(default_factory=Counter)
    by_sector: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    by_month: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    by_theme: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    speakers: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    described: dict[str, str] = field(default_factory=dict)
    typical: dict[str, list[tuple[float, int, Row]]] = field(default_factory=lambda: defaultdict(list))
    divided: list[tuple[float, int, Row]] = field(default_factory=list)

    def add(self, record: Row) -> None:
        """Count one scored statement; display quotations repeat others and count for nothing."""
        self.articles.add(record["article"])
        if "stance" not in record or record.get("kind") == "pull":
            return
        self.statements += 1
        stance, confidence = record["stance"]["label"], record["stance"]["confidence"]
        self.stances[stance] += 1
        self.review += bool(record.get("review"))
        if stance == Stance.UNRELATED:
            return
        self.by_sector[record["sector"]["label"]][stance] += 1
        if month := month_of(record.get("published")):
            self.by_month[month][stance] += 1
        for theme in record["themes"]:
            self.by_theme[theme["label"]][stance] += 1
        speaker = record.get("speaker") or record.get("organisation") or ""
        if speaker:
            self.speakers[speaker][stance] += 1
            self.described.setdefault(speaker, record.get("attribution") or "")
        else:
            self.unnamed += 1
        if 8 <= len(record["text"].split()) <= 80:
            _keep(self.typical[stance], confidence, self.statements, record, EXAMPLES)
            probabilities = record["stance"]["probabilities"]
            between = 2 * min(probabilities.get(Stance.SUPPORTIVE, 0.0), probabilities.get(Stance.CRITICAL, 0.0))
            _keep(self.divided, between, self.statements, record, 2 * EXAMPLES)


def _keep(kept: list[tuple[float, int, Row]], score: float, number: int, record: Row, most: int) -> None:
    """Keep the records of the highest scores, the earlier of equals, each text once."""
    if any(other["text"] == record["text"] for _, _, other in kept):
        return
    kept.append((score, -number, record))
    kept[:] = nlargest(most, kept, key=lambda item: item[:2])


_MONTH = re.compile(r"(\d{4})-(\d{2})(?:-\d{2})?")


def month_of(published: Any) -> str:
    """Return the month of a date such as 2016-10-21, or ""."""
    found = _MONTH.match(published) if isinstance(published, str) else None
    if not found:
        return ""
    try:
        date(int(found[1]), int(found[2]), 1)
    except ValueError:
        return ""
    return f"{found[1]}-{found[2]}"


def check_can_draw() -> None:
    """Raise `DataError` if what a report is drawn with is not installed."""
    if find_spec("matplotlib") is None:
        raise DataError(f"--report needs matplotlib ({sys.executable} -m pip install matplotlib)")


def draw_report(records: Iterable[Row], folder: Path) -> Path:
    """Write `report.html`, which needs no other file, and a PNG of each chart; return the page's path.

    Raises `DataError` if what it is drawn with is not installed.
    """
    check_can_draw()
    import matplotlib as mpl

    summary = Summary()
    for record in records:
        summary.add(record)
    folder.mkdir(parents=True, exist_ok=True)
    charts = []
    with mpl.rc_context(
        {
            "font.size": 10,
            "svg.fonttype": "none",
            "svg.hashsalt": "stance",
            "font.family": "DejaVu Sans",
            "text.parse_math": False,
        }
    ):
        for name, title, note, figure in _charts(summary):
            figure.savefig(folder / f"{name}.png", dpi=150, bbox_inches="tight", facecolor="white")
            charts.append({"name": name, "title": title, "note": note, "svg": _svg(figure)})
    page = render_page(summary, charts)
    with replacing_file(folder / "report.html") as unfinished:
        unfinished.write_text(page, encoding="utf-8")
    return folder / "report.html"


def _charts(summary: Summary) -> Iterable[tuple[str, str, str, Figure]]:
    sectors = {s.value: summary.by_sector[s] for s in Sector if s in summary.by_sector}
    if sectors:
        yield (
            "stance_by_sector",
            "Where each sector stands",
            "Statements about STPs, by the sector of the speaker.",
            _bars(sectors),
        )
    if len(summary.by_month) > 1:
        yield (
            "stance_over_time",
            "Stance over time",
            "Statements by the month of the article.",
            _over_time(summary.by_month),
        )
    themes = {t.value: summary.by_theme[t] for t in Theme if t in summary.by_theme}
    if themes:
        yield (
            "themes_by_stance",
            "What it is about",
            "Statements by theme; one statement may raise several.",
            _bars(themes),
        )
    top = {name: summary.speakers[name] for name in top_speakers(summary)}
    if top:
        yield "top_speakers", "Who says what", "The people and bodies most often quoted.", _bars(top, keep_order=True)


def top_speakers(summary: Summary) -> list[str]:
    """Return the speakers with the most statements, those of equal number by name."""
    ordered = sorted(summary.speakers, key=lambda name: (-summary.speakers[name].total(), name))
    return ordered[:TOP_SPEAKERS]


def _bars(rows: Mapping[str, Counter[str]], *, keep_order: bool = False) -> Figure:
    """Return stacked bars, a row each, the longest on top."""
    from matplotlib.figure import Figure

    names = list(rows) if keep_order else sorted(rows, key=lambda name: (-rows[name].total(), name))
    figure = Figure(figsize=(8.5, 0.9 + 0.36 * len(names)))
    axes = figure.add_subplot()
    shown = [name.replace("_", " ") if not keep_order else _cut(name) for name in names]
    left = [0] * len(names)
    for stance in STANCES:
        values = [rows[name][stance] for name in names]
        axes.barh(range(len(names)), values, left=left, color=COLOURS[stance], label=stance.value, height=0.72)
        left = [a + b for a, b in zip(left, values, strict=True)]
    for i, total in enumerate(left):
        axes.text(total, i, f" {total}", va="center", fontsize=9, color="#444")
    axes.set_yticks(range(len(names)), shown)
    axes.invert_yaxis()
    axes.set_xlim(0, max(left) * 1.08)
    axes.locator_params(axis="x", integer=True)
    _tidy(axes)
    return figure


def _months(first: str, last: str) -> list[str]:
    """Return the months from first to last, "2016-10", at most `MOST_MONTHS`, so that one wrong date hides no other."""
    end = int(last[:4]) * 12 + int(last[5:])
    begin = max(int(first[:4]) * 12 + int(first[5:]), end - MOST_MONTHS + 1)
    return [f"{(number - 1) // 12:04d}-{(number - 1) % 12 + 1:02d}" for number in range(begin, end + 1)]


def _over_time(by_month: Mapping[str, Counter[str]]) -> Figure:
    from matplotlib.figure import Figure

    months = _months(min(by_month), max(by_month))
    figure = Figure(figsize=(8.5, 3.2))
    axes = figure.add_subplot()
    bottom = [0] * len(months)
    for stance in STANCES:
        values = [by_month[m][stance] if m in by_month else 0 for m in months]
        axes.bar(range(len(months)), values, bottom=bottom, color=COLOURS[stance], label=stance.value, width=0.85)
        bottom = [a + b for a, b in zip(bottom, values, strict=True)]
    step = max(1, len(months) // 10)
    axes.set_xticks(range(0, len(months), step), months[::step], rotation=45, ha="right")
    axes.locator_params(axis="y", integer=True)
    _tidy(axes)
    return figure


def _tidy(axes: Any) -> None:
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)
    axes.legend(frameon=False, ncols=len(STANCES), loc="lower center", bbox_to_anchor=(0.5, 1.0), fontsize=9)


def _cut(name: str) -> str:
    return name if len(name) <= 42 else f"{name[:40]}…"


def _svg(figure: Figure) -> str:
    drawn = io.StringIO()
    figure.savefig(drawn, format="svg", bbox_inches="tight", metadata={"Date": None, "Creator": None})
    return drawn.getvalue()[drawn.getvalue().index("<svg") :]


def render_page(summary: Summary, charts: Sequence[Mapping[str, str]]) -> str:
    """Return the page; everything that comes from articles is escaped."""
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string((Path(__file__).parent / "report.html.jinja").read_text(encoding="utf-8"))
    about = summary.statements - summary.stances[Stance.UNRELATED]
    # The drawings are matplotlib's, which escapes the words in them.
    drawn = [{**chart, "svg": Markup(chart["svg"])} for chart in charts]  # noqa: S704
    return template.render(
        summary=summary, about=about, charts=drawn, stances=STANCES, colours=COLOURS, lead=lead_sentence(summary),
        typical={s: [r for _, _, r in summary.typical[s]] for s in STANCES if summary.typical.get(s)},
        divided=[r for score, _, r in summary.divided if score > 0.2][: 2 * EXAMPLES],
        speakers=[(name, summary.described.get(name, ""), summary.speakers[name]) for name in top_speakers(summary)],
        link=article_link, counted=counted,
    )  # fmt: skip


def counted(number: int, thing: str) -> str:
    """Return a number with what it counts: "1 statement", "2 statements"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


LEAST_COMPARED = 5
"""Of how many statements on a share of them says something about a sector."""


def lead_sentence(summary: Summary) -> str:
    """Return the finding in one sentence, in plain words."""
    about = summary.statements - summary.stances[Stance.UNRELATED]
    if not about:
        return "No statement about STPs was found."
    most, number = max(((s, summary.stances[s]) for s in STANCES), key=lambda pair: pair[1])
    critical = [
        (name, counts[Stance.CRITICAL] / counts.total())
        for name, counts in summary.by_sector.items()
        if counts.total() >= LEAST_COMPARED
    ]
    said = f"Of {about} statements about STPs, {number} ({number / about:.0%}) are {most.value}."
    if len(critical) >= 2:
        worst, best = max(critical, key=lambda pair: pair[1]), min(critical, key=lambda pair: pair[1])
        if worst[1] > best[1]:
            said += (
                f" Of the sectors with at least {LEAST_COMPARED} of them {worst[0].replace('_', ' ')}"
                f" is the most critical ({worst[1]:.0%} of its statements),"
                f" {best[0].replace('_', ' ')} the least ({best[1]:.0%})."
            )
    return said


def article_link(record: Row) -> str:
    """Return a link to an article that is safe to follow: its web address, or its file."""
    article = str(record["article"])
    for address in (str(record.get("url") or ""), article):
        if re.match(r"https?://[^\s\"'<>]+$", address):
            return address
    path = Path(article)
    return f"file://{percent_encoded(os.fsencode(path.absolute()))}" if path.suffix and path.exists() else ""
