"""Findings and assessments to text and JSON: one small pure module for each form of output."""
