"""The solver process: one question a line comes in as JSON, one reply a line goes out. Started by `process`.

Every question is asked in a fresh context, so no answer depends on what was asked before; but for those of a session,
which z3 answers one after the other on top of what the session began with.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable, Mapping

PATIENCE = 30
"""Seconds after which cvc5 gives up a question: not all of its work is counted. Far beyond what its steps take."""
SEED = 1
"""Solvers use randomness; the same seed makes the same answer."""


def _z3() -> Callable[[Mapping[str, str]], dict[str, str]]:
    import z3  # noqa: PLC0415 - only the engine that is asked for

    session: list[z3.Context] = []

    def run(context: z3.Context, text: str) -> str:
        return str(z3.Z3_eval_smtlib2_string(context.ref(), text)).strip()

    def asked(question: Mapping[str, str]) -> dict[str, str]:
        head = (
            f"(set-option :rlimit {question['work']})\n(set-option :smt.random_seed {SEED})\n"
            f"(set-option :sat.random_seed {SEED})\n(set-option :pp.decimal false)\n"
        )
        if "begin" in question:
            session[:] = [z3.Context()]
            wrong = run(session[0], head + question["begin"])
            if wrong:
                session.clear()
                return {"status": "unknown", "reason": wrong}
        added = question.get("added")
        if added is None:
            return said(z3.Context(), head + question["text"], question)
        if not added:
            # Without a level of its own, for what was learnt is lost with the level.
            return said(session[0], question["text"], question)
        try:
            return said(session[0], f"(push 1)\n{added}{question['text']}", question)
        finally:
            run(session[0], "(pop 1)")

    def said(context: z3.Context, text: str, question: Mapping[str, str]) -> dict[str, str]:
        status = run(context, text)
        if status == "sat":
            values = run(context, f"(get-value ({question['names']}))") if question["names"] else ""
            if "root-obj" in values:
                roughly = f"(set-option :pp.decimal true)\n(get-value ({question['names']}))"
                values = run(context, f"{roughly}\n(set-option :pp.decimal false)")
            return {"status": status, "values": values}
        if status == "unsat":
            return {"status": status, "core": run(context, question["cores"]) if question["cores"] else ""}
        reason = run(context, "(get-info :reason-unknown)") if status == "unknown" else status
        return {"status": "unknown", "reason": reason}

    return asked


def _cvc5() -> Callable[[Mapping[str, str]], dict[str, str]]:
    import cvc5  # noqa: PLC0415

    def asked(question: Mapping[str, str]) -> dict[str, str]:
        solver = cvc5.Solver()
        solver.setOption("rlimit-per", question["work"])
        # It only seconds answers, and one that it does not give denies nothing.
        solver.setOption("tlimit-per", str(PATIENCE * 1000))
        solver.setOption("seed", str(SEED))
        parser = cvc5.InputParser(solver)
        parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, question["text"], "question")
        symbols = parser.getSymbolManager()

        def run() -> str:
            said = ""
            while True:
                command = parser.nextCommand()
                if command.isNull():
                    return said.strip()
                said += str(command.invoke(solver, symbols))

        status = run()
        more = f"(get-value ({question['names']}))" if status == "sat" and question["names"] else ""
        if status == "unsat" and question["cores"]:
            more = "(get-unsat-core)"
        said = ""
        if more:
            parser.setIncrementalStringInput(cvc5.InputLanguage.SMT_LIB_2_6, "more")
            parser.appendIncrementalStringInput(more)
            said = run()
        if status in ("sat", "unsat"):
            return {"status": status, "values" if status == "sat" else "core": said}
        return {"status": "unknown", "reason": status}

    return asked


def main() -> None:
    """Answer questions until the input ends; the arguments are the engine and the memory in bytes."""
    engine, memory = sys.argv[1], int(sys.argv[2])
    asked = {"z3": _z3, "cvc5": _cvc5}[engine]()
    # Where somebody has allowed less already, more can not be set.
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    memory = memory if most == resource.RLIM_INFINITY else min(memory, most)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    replies = sys.stdout
    for line in sys.stdin:
        question = json.loads(line)
        try:
            reply = asked(question)
        except Exception as error:
            reply = {"status": "unknown", "reason": f"{type(error).__name__}: {error}"}
        replies.write(json.dumps(reply) + "\n")
        replies.flush()


if __name__ == "__main__":
    main()
