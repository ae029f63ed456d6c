"""Judges models by the rules that speak of them: what their files hold, and how they behaved when they were run."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hublint.rule import Finding, Location, ModelRule

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hublint.behaviour import Behaviour
    from hublint.registry import Registry
    from hublint.rule import Remark
    from hublint.savedmodel.contents import Contents
    from hublint.target import Target

__all__ = ["Place", "Promise", "Verdict", "inspect"]


class Place(NamedTuple):
    """Where the findings about a model are shown: the call that exports it, or the model itself (row 1).

    In a notebook the row is one of the cell, which are counted from 1.
    """

    filename: str
    row: int = 1
    cell: int | None = None


class Promise(NamedTuple):
    """What one rule says of a model: `kept` holds a verdict for the files, then one for each device, in order.

    A verdict is True, False, or None where nothing was tried that could tell.
    """

    code: str
    text: str
    kept: tuple[bool | None, ...]


class Verdict(NamedTuple):
    """What the rules say of one model."""

    findings: list[Finding]
    promises: list[Promise]


def inspect(
    registry: Registry,
    model: Contents,
    behaviours: Sequence[Behaviour] = (),
    *,
    place: Place,
    target: Callable[[], Target],
) -> Verdict:
    """Ask every rule about models what it says of one.

    Args:
        registry: the active rules.
        model: what the model's files hold.
        behaviours: how it behaved, once for each device that it ran on.
        place: where the findings are shown.
        target: gives the releases to judge for; called only when a rule asks.

    Returns:
        The findings in the order of the rules, each remark once however many devices showed it, and what was promised.
        What confirms a finding is told with it.
    """
    findings: list[Finding] = []
    defects: list[str] = []  # of each finding
    promises: list[Promise] = []
    for rule in registry.rules:
        if not isinstance(rule, ModelRule) or (rule.purpose is not None and rule.purpose != target().purpose):
            continue
        static = list(rule.check_contents(model, target))
        dynamic = [list(rule.check_behaviour(behaviour, model, target)) for behaviour in behaviours]
        seen: dict[Remark, list[str]] = {remark: [] for remark in static}
        for behaviour, remarks in zip(behaviours, dynamic, strict=True):
            for remark in remarks:
                seen.setdefault(remark, []).append(behaviour.device)
        confirmed = [at for at, one in enumerate(findings) if one.code in rule.confirms]
        for remark, devices in seen.items():
            where = f" (on {', '.join(devices)})" if devices and len(devices) < len(behaviours) else ""
            said = next((at for at in confirmed if defects[at] == remark.defect), None)
            if said is None:
                defects.append(remark.defect)
                findings.append(_finding(rule.code, f"{remark.message}{where}", remark.note, place))
            elif remark.note:
                shown = f"seen when it was run{where}: {remark.note}" if devices else remark.note
                detail = "\n".join(filter(None, (findings[said].detail, shown)))
                findings[said] = findings[said]._replace(detail=detail)
        verdicts: list[bool | None] = [False if static else _kept_by_files(rule, model)]
        for behaviour, remarks in zip(behaviours, dynamic, strict=True):
            verdicts.append(False if remarks else rule.kept(behaviour))
        promises.append(Promise(rule.code, rule.promise, tuple(verdicts)))
    return Verdict(findings, promises)


def _kept_by_files(rule: ModelRule, model: Contents) -> bool | None:
    """Tell whether files that a rule has nothing to say of keep its promise; None where they cannot show it."""
    if type(rule).check_contents is ModelRule.check_contents:
        return None
    has = {"graphs": bool(model.graphs), "keras": model.keras is not None, "files": True}
    # What could not be read for damage may break any promise.
    return True if has[rule.judges] and not model.damage else None


def _finding(code: str, message: str, detail: str | None, place: Place) -> Finding:
    location = Location(place.row, 1)
    return Finding(place.filename, location, location, code, message, 0, 0, detail=detail, cell=place.cell)
