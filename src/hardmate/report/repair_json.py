"""A repair to the record of the JSON report."""

from __future__ import annotations

from collections.abc import Mapping

from hardmate import __version__
from hardmate.analysis.repair.mend import Alternative, Mended, Repair
from hardmate.model.vehicle import Port
from hardmate.report import record_repair as r
from hardmate.report.json_report import capability_record, location_record, owed_record


def repair_record(found: Repair) -> r.RepairRecord:
    return r.RepairRecord(
        report="repair",
        hardmate=__version__,
        ports=[port.id for port in found.before.ports],
        needs=list(found.needs),
        reached=found.reached,
        components=[_component(each, found) for each in found.mended],
        before=[capability_record(each) for each in found.before.best.capabilities],
        after=[] if found.after is None else [capability_record(each) for each in found.after.best.capabilities],
        open=[owed_record(each) for each in found.open],
        refusals=list(found.refusals),
    )


def _component(each: Mended, found: Repair) -> r.ComponentRecord:
    ports, dictionary = found.bench.ports, found.bench.dictionary
    return r.ComponentRecord(
        clauses=[verdict.clause.id for verdict in each.component.failing],
        alternatives=[_alternative(alternative, ports) for alternative in each.alternatives],
        waiting=each.component.waiting,
        whole=each.component.whole,
        frozen=[
            r.FrozenRecord(port=ports[side].id, parameter=path, nature=dictionary[path].nature.value)
            for side, path in each.component.frozen
        ],
    )


def _alternative(each: Alternative, ports: Mapping[str, Port]) -> r.AlternativeRecord:
    return r.AlternativeRecord(
        changes=[
            r.ChangedValueRecord(
                port=ports[side].id,
                agency=ports[side].agency,
                parameter=path,
                old=ports[side].values[path].text,
                new=new.text,
                less=each.less[side, path].text if (side, path) in each.less else "",
            )
            for (side, path), new in each.changes.items()
        ],
        lines=[
            r.LineRecord(agency=line.agency, location=location_record(line.location), old=line.old, new=line.new)
            for line in each.lines
        ],
        elsewhere=list(each.elsewhere),
        proved=each.proved,
    )
