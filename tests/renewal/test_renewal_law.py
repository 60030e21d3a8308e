"""What is said of changed files from what was found before is, byte for byte, what checking all of them anew says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from hardmate import api
from hardmate.assess.warned import Wanted
from hardmate.finding import Finding
from hardmate.model.published import schema_of
from hardmate.renewal import others
from hardmate.renewal.renewed import Renewed, renewed
from hardmate.renewal.state import State, bytes_of, state_in, state_of
from hardmate.report import json_report
from hardmate.report.check_text import check_lines
from hardmate.report.style import Style
from hardmate.repository import library_kept, lines_of, schemas_kept
from hardmate.store.question import keys_of

GROUND = Path(__file__).parents[1] / "gate" / "ground"
TODAY = "2026-11-22"
NAMES = ("hawk", "kite", "swift", "tern", "wren")
Texts = Mapping[str, str]


@dataclass(frozen=True)
class Place:
    """Where the declarations of one example are, and the cache."""

    folder: Path
    cache: str

    def read(self) -> Mapping[str, bytes]:
        paths = (str(self.folder), str(GROUND / "standards"))
        keys = keys_of(("check",), paths)
        assert keys is not None
        return keys.read

    def check(self, limit: int = 0) -> api.Check:
        repository = api.loaded([self.folder], GROUND / "standards", cache=self.cache)
        return api.check(repository, TODAY, wanted=Wanted(limit))

    def write(self, texts: Texts) -> None:
        for path in self.folder.rglob("*.yaml"):
            path.unlink()
        for name, text in texts.items():
            (self.folder / name).parent.mkdir(exist_ok=True)
            (self.folder / name).write_text(text, encoding="utf-8")

    def renewed(self, kept: tuple[State, bytes], today: str = TODAY, *, counted: bool = False) -> Renewed | None:
        state, notes = kept
        library = library_kept(self.cache, state.library)
        assert library is not None
        listed = lambda: api.listed([self.folder], GROUND / "standards")  # noqa: E731
        schema = schemas_kept(self.cache, state.library, library.dictionary)
        return renewed(
            state, self.read(), library, schema, listed=listed, notes=lambda: notes, counted=counted, today=today
        )


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("cache"))


def told(check: api.Check, texts: dict[Finding, str], limit: int = 0) -> tuple[str, str]:
    """A check as text with its code frames, of which some are known, and as JSON with its fingerprints; of so many
    findings."""
    return as_text(check, texts, limit, notes=True), json_report.text(json_report.check_record(check, limit))


def as_text(check: api.Check, texts: dict[Finding, str], limit: int = 0, *, notes: bool = False) -> str:
    lines = {name: lines_of(check.repository.origins[name]) for name in check.repository.origins}
    return "\n".join(check_lines(check, lines.__getitem__, Style(), notes=notes, limit=limit, texts=texts))


values = st.fixed_dictionaries(
    {},
    optional={
        "hooks": st.sampled_from(["8", "12", "none", "TBD", "{value: 8, provenance: recalled, source: [S1]}"]),
        "ring": st.sampled_from(["900 mm", "1200 mm", "1200.5 mm", "1200 +/- 1 mm", "TBR 1200 mm", "1200 V"]),
        "supply": st.sampled_from(["90 .. 110 V", "100 .. 120 V", "28 V"]),
        "accepted_supply": st.sampled_from(["100 .. 120 V", "90 .. 130 V", "at most 120 V", "TBS"]),
    },
)
claims = st.lists(
    st.sampled_from(
        ["ring/A", "ring/B", "supply/A", "ring/Z", "{standard: ring/A, provenance: recalled, source: [S1]}"]
    ),
    max_size=2,
    unique_by=lambda claim: claim[:6],
)
states = st.sampled_from(
    ["", "effectivity: {from: 2026-06-01}", "effectivity: {until: 2026-06-01}", "effectivity: {from: soon}"]
)


@st.composite
def declarations(draw: st.DrawFn, name: str) -> str:
    """A vehicle of one port, perhaps with a configuration, perhaps one that nobody can read."""
    joint = ", ".join(f"{key}: {value}" for key, value in draw(values).items())
    said = [
        *[f"# {number}" for number in range(draw(st.integers(0, 2)))],
        draw(st.sampled_from(["kind: vehicle"] * 9 + ["kind: vehicle\nkind: vehicle"])),
        f"id: {draw(st.sampled_from([name] * 9 + ['other']))}",
        f"name: {name.title()}\nagency: {draw(st.sampled_from(['NASA', 'ESA']))}\nrevision: '1'",
        f"ports:\n  nose:\n    standards: [{', '.join(draw(claims))}]",
        f"    roles: {{power: [{draw(st.sampled_from(['load', 'source', 'load, source']))}]}}",
        f"    {draw(states)}",
        f"    parameters:\n      joint: {{{joint}}}" if joint else "",
    ]
    if draw(st.booleans()):
        said.append(f"    configurations:\n      open:\n        {draw(states) or 'title: Open'}")
    return "\n".join(each for each in said if each.strip()) + "\n"


def original(name: str) -> str:
    return (GROUND / "vehicles" / f"{name}.yaml").read_text(encoding="utf-8")


plans = st.sampled_from(
    [
        original("visits"),
        original("visits").replace("needs: [hard-mate]", 'needs: [hard-mate]\n    date: "2026-12-01"'),
        original("visits").replace("wren/nose]", "gull/nose]"),
        "",
    ]
)
grants = st.sampled_from([original("wide-supply"), original("wide-supply").replace("hawk/nose", "swift/nose"), ""])


@st.composite
def fleets(draw: st.DrawFn) -> Texts:
    """A repository: vehicles as they stand in the ground or drawn, perhaps with plan and departure."""
    found = {f"{name}.yaml": draw(st.just(original(name)) | declarations(name)) for name in NAMES}
    texts = {**found, "visits.yaml": draw(plans), "wide-supply.yaml": draw(grants)}
    return {name: text for name, text in texts.items() if text}


@st.composite
def edits(draw: st.DrawFn) -> dict[str, str]:
    """Files as they are afterwards, by name; empty for one that is gone."""
    names = draw(st.lists(st.sampled_from([*NAMES, "gull"]), min_size=1, max_size=2, unique=True))
    found = {f"{name}.yaml": draw(st.just("") | declarations(name) | declarations(name)) for name in names}
    if draw(st.integers(0, 3)) == 0:
        found["wide-supply.yaml"] = draw(grants)
    if draw(st.integers(0, 7)) == 0:
        found["visits.yaml"] = draw(plans)
    if draw(st.integers(0, 7)) == 0:
        found["deep/hawk.yaml"] = original("hawk")
    return found


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(fleets(), st.lists(edits(), min_size=1, max_size=3))
def test_what_is_renewed_is_what_is_found_anew(cache: str, fleet: Texts, changes: list[dict[str, str]]) -> None:
    with TemporaryDirectory() as folder:
        place = Place(Path(folder), cache)
        place.write(fleet)
        before, texts = place.check(), dict[Finding, str]()
        told(before, texts)
        kept = state_of(before, place.read(), texts)
        assert kept is not None
        state = state_in(bytes_of(kept[0])), kept[1]
        files = dict(fleet)
        for change in changes:
            files = {name: text for name, text in {**files, **change}.items() if text}
            place.write(files)
            again, anew = place.renewed(state), place.check()
            touched = {name for name in files.keys() | fleet.keys() if files.get(name) != fleet.get(name)}
            if again is None:
                event("found anew")
                assert {"visits.yaml", "deep/hawk.yaml"} & touched
                continue
            event("renewed")
            now = again.check
            assert now.findings == anew.findings
            assert (now.pairs, now.departures) == (anew.pairs, anew.departures)
            assert told(now, dict(again.texts)) == told(anew, {})
            assert told(now, dict(again.texts), 2) == told(anew, {}, 2)
            few = place.renewed(state, counted=True)
            assert few is not None
            assert as_text(few.check, dict(few.texts)) == as_text(anew, {})
            assert as_text(few.check, dict(few.texts), 2) == as_text(anew, {}, 2)


@pytest.mark.parametrize("bound", [200, 20])
def test_an_edit_that_fails_with_many_partners_is_renewed_unless_it_takes_most_of_all(
    cache: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: int
) -> None:
    """Many are told by what they have in common, and some of these differ in what their warnings say."""
    monkeypatch.setattr(others, "MOST", bound)
    place, kite = Place(tmp_path, cache), original("kite")
    crowd = {f"kite-{number}": ("1200", "1250", "1200.5")[number % 3] for number in range(36)}
    texts = {
        f"{name}.yaml": kite.replace("id: kite", f"id: {name}").replace("1250", ring) for name, ring in crowd.items()
    }
    place.write({"hawk.yaml": original("hawk"), "tern.yaml": original("tern"), **texts})
    state = state_of(place.check(), place.read(), {})
    assert state is not None
    for ring in ("1250", "1300"):
        place.write({"hawk.yaml": original("hawk").replace("1200", ring), "tern.yaml": original("tern"), **texts})
        again, anew = place.renewed(state), place.check()
        if bound == 20:
            assert again is None
        else:
            assert again is not None
            assert told(again.check, dict(again.texts)) == told(anew, {})
            assert again.check.pairs == anew.pairs


def test_a_check_that_left_warnings_out_is_not_renewed(cache: str, tmp_path: Path) -> None:
    place = Place(tmp_path, cache)
    place.write({f"{name}.yaml": original(name) for name in NAMES})
    few = place.check(limit=1)
    assert any(few.left_out.values())
    assert state_of(few, {}, {}) is None
    assert state_of(place.check(), {}, {}) is not None


def test_what_was_found_is_not_renewed_on_another_day(cache: str, tmp_path: Path) -> None:
    """The day may end between the question and its answer."""
    place = Place(tmp_path, cache)
    place.write({"hawk.yaml": original("hawk")})
    state = state_of(place.check(), place.read(), {})
    assert state is not None
    assert place.renewed(state) is not None
    assert place.renewed(state, "2026-11-23") is None


def test_the_schemas_of_a_library_are_kept_beside_it(tmp_path: Path) -> None:
    dictionary = api.loaded([], GROUND / "standards").library.dictionary
    for _ in range(2):
        schema = schemas_kept(str(tmp_path), "standards-0", dictionary)
        assert schema("vehicle") == schema_of("vehicle", dictionary)
    assert [path.name for path in tmp_path.iterdir()] == ["standards-0-vehicle"]
