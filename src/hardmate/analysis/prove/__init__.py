"""Statements about a standard itself, for every declaration that anybody could make: proved or refuted."""
