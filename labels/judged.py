"""A statement with everything that people said of it, and which labels count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from labels.annotation import Annotation
from labels.corpus import Kind, LabelledStatement, Labels, Origin, Split
from labels.statement import ArticleStatement

_moment = attrgetter("created_at")


class StoredStatement(ArticleStatement):
    """A statement as the label store keeps it, with what its source and its split are known to be."""

    kind: Kind | None = None
    split: Split | None = None


@dataclass(frozen=True)
class Judged:
    """A statement, the annotations and adjudications of it in the order in which they came in."""

    statement: StoredStatement
    annotations: Sequence[Annotation] = ()
    adjudications: Sequence[Annotation] = ()

    def current(self) -> Annotation | None:
        """Return the labels that count, None where nobody gave any.

        The newest of corrections and adjudications counts; without them, what the first annotator
        said last. Of two at the same moment the later in the store counts, of a correction and an
        adjudication the adjudication.
        """
        settled = [*self._corrections(), *self.adjudications]
        if settled:
            return _newest(settled)
        opinions = self.opinions()
        return opinions[0] if opinions else None

    def opinions(self) -> list[Annotation]:
        """Return what each independent annotator said last, the first annotator first."""
        by_annotator: dict[str, list[Annotation]] = {}
        for annotation in sorted(self.annotations, key=_moment):
            if annotation.origin is not Origin.CORRECTED:
                by_annotator.setdefault(annotation.annotator, []).append(annotation)
        return [_newest(given) for given in by_annotator.values()]

    def wants_review(self) -> bool:
        """Tell whether a person should look: nobody gave labels, or they differ and nobody settled it."""
        if self.current() is None:
            return True
        heads = {(given.sector, given.stance, given.themes) for given in self.opinions()}
        return len(heads) > 1 and not (self.adjudications or self._corrections())

    def labelled(self) -> LabelledStatement | None:
        """Return the statement with the labels that count, and with the second annotator's."""
        counts = self.current()
        if counts is None:
            return None
        opinions = self.opinions()
        second = _labels(opinions[1]) if len(opinions) > 1 else None
        given = {"origin": counts.origin, "annotator": counts.annotator, "second": second}
        return LabelledStatement(**{**dict(self.statement), **dict(_labels(counts)), **given})

    def _corrections(self) -> list[Annotation]:
        return [given for given in self.annotations if given.origin is Origin.CORRECTED]


def _newest(given: Iterable[Annotation]) -> Annotation:
    return sorted(given, key=_moment)[-1]


def _labels(annotation: Annotation) -> Labels:
    return Labels(**{name: getattr(annotation, name) for name in Labels.model_fields})
