"""Clauses on ports and pairs to verdicts, verdicts to capabilities, and both to findings."""
