"""The clause language: grammar, tree, types, exact worst-case judgement, margins, explanations."""
