"""What libyaml says about text that is not YAML, in; the same in plain words, out."""

from __future__ import annotations

from hardmate.document.refusal import ANCHOR, TAG, Refusal, Refused

_SEVERAL = Refusal(
    "yaml-several-documents", "a second document begins here: readers disagree which one counts", "one document a file"
)
_UNCLOSED_BRACKET = Refusal(
    "yaml-bracket",
    "the bracket that opens here is not closed, or a comma is missing",
    "write the comma or the closing bracket",
)
# libyaml's problem, and whether the place to show is where the construct began (True) or where reading stopped.
_PROBLEMS: dict[str, tuple[bool, Refusal]] = {
    "could not find expected ':'": (
        True,
        Refusal(
            "yaml-key-colon",
            "this line is neither `key: value` nor an entry of a list",
            "write a colon and a space behind the key; indent the line if it goes on with the text above",
        ),
    ),
    "mapping values are not allowed in this context": (
        False,
        Refusal(
            "yaml-second-colon",
            "a colon that makes a key stands where no key can be",
            "put text with a colon in double quotes; put a nested mapping on the next line, indented deeper",
        ),
    ),
    "mapping keys are not allowed in this context": (
        False,
        Refusal("yaml-key", "a `?` stands where no key can be", "put the text in double quotes"),
    ),
    "block sequence entries are not allowed in this context": (
        False,
        Refusal(
            "yaml-list-entry",
            "an entry of a list begins where none can be",
            "begin the list on the next line, or put text that begins with a dash in double quotes",
        ),
    ),
    "found unexpected end of stream": (
        True,
        Refusal("yaml-quote", "the quote that opens here is never closed", "write the closing quote"),
    ),
    "found unexpected document indicator": (
        True,
        Refusal(
            "yaml-quote",
            "the quote that opens here is not closed before a line that begins with --- or ...",
            "write the closing quote, or indent the lines of the text",
        ),
    ),
    "did not find expected ',' or ']'": (True, _UNCLOSED_BRACKET),
    "did not find expected ',' or '}'": (True, _UNCLOSED_BRACKET),
    "did not find expected key": (
        False,
        Refusal(
            "yaml-indentation",
            "this does not fit the lines above: it is indented differently, or follows a value that had ended",
            "begin the keys of one mapping in the same column; put the whole value in one pair of quotes",
        ),
    ),
    "did not find expected '-' indicator": (
        False,
        Refusal(
            "yaml-indentation",
            "this stands among the entries of a list and is none, or is indented differently",
            "begin the entries of one list in the same column, each with a dash and a space",
        ),
    ),
    "did not find expected node content": (
        False,
        Refusal("yaml-value", "a value is missing here", "write the value, or take away the comma, colon or dash"),
    ),
    "did not find expected <document start>": (
        False,
        Refusal(
            "yaml-indentation",
            "the document has ended before this",
            "begin the keys or entries of the outermost level in the same column",
        ),
    ),
    "found character that cannot start any token": (
        False,
        Refusal("yaml-reserved", "text cannot begin with this character", "put the text in double quotes"),
    ),
    "found unexpected ':'": (
        False,
        Refusal(
            "yaml-value", "a colon stands right before a comma or bracket", "put text with a colon in double quotes"
        ),
    ),
    "found unknown escape character": (
        False,
        Refusal("yaml-escape", "double quotes know no such escape", "write \\\\ for a backslash, or use single quotes"),
    ),
    "found invalid Unicode character escape code": (
        False,
        Refusal(
            "yaml-escape", "this escape is no character", "write the character itself, or \\U and its 8 hex digits"
        ),
    ),
    "did not find expected hexdecimal number": (
        False,
        Refusal("yaml-escape", "this escape lacks hex digits", "write 2 of them after \\x, 4 after \\u, 8 after \\U"),
    ),
    "did not find expected comment or line break": (
        True,
        Refusal(
            "yaml-block-text",
            "`|` and `>` begin a block of text, which starts on the next line",
            "write `at least` for >=, start the text on the next line, or put it in double quotes",
        ),
    ),
    "found an indentation indicator equal to 0": (
        True,
        Refusal("yaml-block-text", "block text cannot be indented by 0", "remove the number"),
    ),
    "but found another document": (False, _SEVERAL),
    "found undefined alias": (False, ANCHOR),
    "second occurrence": (False, ANCHOR),
}


def syntax_refusal(context: str, problem: str, began: int | None, found: int | None) -> Refused:
    """The refusal for libyaml's `problem` at offset `found`, met in the `context` that began at offset `began`."""
    if context.startswith(("while scanning an anchor", "while scanning an alias")):
        at_start, refusal = True, ANCHOR
    elif context.startswith(("while scanning a tag", "while parsing a tag")):
        at_start, refusal = True, TAG
    else:
        at_start, refusal = _PROBLEMS.get(problem) or (False, _unknown(problem))
    if at_start and began is not None:
        stopped = () if found is None or found == began else ((found, "reading stopped here"),)
        return Refused(began, refusal, stopped)
    return Refused(found or began or 0, refusal)


def _unknown(problem: str) -> Refusal:
    return Refusal("yaml-syntax", f"this is not YAML: {problem}", "")
