"""The things of the domain, built from files that passed the schema: vehicles, ports, standards, clauses, plans."""
