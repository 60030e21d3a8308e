"""Chains of adapters to the records of the JSON report."""

from __future__ import annotations

from hardmate import __version__
from hardmate.analysis.chain_loads import JointLoads, joint_loads
from hardmate.analysis.chains import Routes, carries, links, through, worst
from hardmate.analysis.route import Chain, Step
from hardmate.assess.capability import Standing
from hardmate.language.dictionary import Dictionary
from hardmate.language.judge import Outcome
from hardmate.language.shown import margin_text
from hardmate.report import record as r
from hardmate.report.json_report import capability_record, tightest_record
from hardmate.report.route_text import mass_text, wanted


def route_record(found: Routes) -> r.RouteRecord:
    return r.RouteRecord(
        report="route",
        hardmate=__version__,
        ports=[port.id for port in found.ends],
        needs=list(wanted(found)),
        most=found.most,
        left_out=[r.LeftOutRecord(adapter=each.id, status=each.status.value) for each in found.left_out],
        standing=found.standing.value,
        chains=[_chain(each, found) for each in found.chains],
        more=found.more,
        blocked_by=[
            r.BlockedRecord(needs=list(needs), chain=_chain(chain, found)) for needs, chain in found.without.items()
        ],
        nearest=None if found.nearest is None else _chain(found.nearest, found),
        with_all=None if found.everything is None else _chain(found.everything, found),
    )


def _chain(chain: Chain, found: Routes) -> r.ChainRecord:
    told = links(chain, found)
    return r.ChainRecord(
        standing=worst(told).standing.value,
        doubts=sum(len(each.reasons) for each in told if each.standing is Standing.UNDETERMINED),
        mass=mass_text(chain, found) if chain.steps else "",
        joints=[_joint(joint, found) for joint in chain.joints],
        adapters=[_adapter(step, found) for step in chain.steps],
        through=[
            r.PassageRecord(capability=name, standing=link.standing.value, reasons=list(link.reasons))
            for name, link in through(chain, found).items()
        ],
    )


def _joint(joint: tuple[str, str], found: Routes) -> r.RouteJointRecord:
    assessed, link = found.joints.assessed(*joint), found.joints.link(*joint)
    return r.RouteJointRecord(
        ports=list(joint),
        mode=assessed.best.mode.id,
        standing=link.standing.value,
        reasons=list(link.reasons),
        capabilities=[capability_record(each) for each in assessed.best.capabilities],
        loads=_loads(joint_loads(assessed), found.joints.repository.library.dictionary),
    )


def _loads(borne: JointLoads, dictionary: Dictionary) -> r.LoadsRecord:
    tightest = None
    if borne.tightest is not None:
        verdict, margin = borne.tightest
        told = margin_text(margin, verdict.clause.requires, dictionary)
        tightest = tightest_record(verdict.clause.id, told, margin.fraction)
    return r.LoadsRecord(
        hold=borne.count(Outcome.PASS),
        fail=borne.count(Outcome.FAIL),
        open=borne.count(Outcome.UNDETERMINED),
        tightest=tightest,
    )


def _adapter(step: Step, found: Routes) -> r.RouteAdapterRecord:
    adapter = found.joints.repository.vehicles[step.piece]
    link = carries(adapter, found.joints)
    return r.RouteAdapterRecord(
        adapter=adapter.id,
        name=adapter.name,
        status=adapter.status.value,
        stock=adapter.stock,
        mass="" if adapter.mass is None else adapter.mass.text,
        installed=adapter.installed,
        entry=step.entry,
        exit=step.exit,
        standing=link.standing.value,
        reasons=list(link.reasons),
    )
