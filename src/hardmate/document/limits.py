"""How large a document may be. Far above any honest declaration, far below what would stall or starve a reader."""

MAX_BYTES = 4 * 1024 * 1024
MAX_TOML_BYTES = 1024 * 1024
MAX_DEPTH = 64
MAX_NODES = 100_000
MAX_SCALAR = 100_000  # characters of one scalar's content
MAX_DIGITS = 15  # significant decimal digits that every binary floating-point reader keeps
MAX_EXPONENT = 30
MAX_FINDINGS = 100  # refusals told one by one in a file
