#!/usr/bin/env python3
"""Makes npm/generated/actions.d.cts, the types of actions, from docs/actions.md, which is made from the code.

    gateway-sim/packages/action_types.py           writes it
    gateway-sim/packages/action_types.py --check   fails if it is old
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE.parents[1] / "docs/actions.md"
OUTPUT = HERE / "npm/generated/actions.d.cts"

SIMPLE = {
    "text": "string",
    "number": "number",
    "`true` or `false`": "boolean",
    "JSON": "unknown",
    "object": "Record<string, unknown>",
    "bit set as text": "string",
}

HEAD = """\
// Made by gateway-sim/packages/action_types.py from docs/actions.md. Do not edit.

/** The connections to which something happens. */
export type Target = 'all' | { shard: number } | { connection: number };

/** The fields of every action, by its name. */
export interface Actions {
"""

TAIL = """\
}

/** Something that happens: `{ do: 'message', content: '!ping' }`. */
export type Action = { [Name in keyof Actions]: { do: Name } & Actions[Name] }[keyof Actions];
"""


def one_of(text: str) -> str:
    """The type of a list of code spans: JSON values of which it is one, or names of the fields that it has."""
    spans = re.findall(r"`([^`]*)`", text)
    if not spans or re.sub(r"`[^`]*`", "", text).strip(", "):
        raise SystemExit(f"docs/actions.md: what type is {text!r}?")
    if all(re.fullmatch(r"\w+", span) for span in spans):
        return "{ " + "; ".join(f"{span}: unknown" for span in spans) + " }"
    types = []
    for span in spans:
        word, field = re.fullmatch(r'"(\w+)"', span), re.fullmatch(r'\{"(\w+)": \.\.\}', span)
        if word:
            types.append(f"'{word[1]}'")
        elif field:
            types.append(f"{{ {field[1]}: number }}")
        else:
            raise SystemExit(f"docs/actions.md: what type is {span!r}?")
    return " | ".join(types)


def type_of(text: str) -> str:
    """The TypeScript type of what the column `holds` says."""
    if text in SIMPLE:
        return SIMPLE[text]
    if text.startswith("list: "):
        return f"Array<{type_of(text.removeprefix('list: '))}>"
    return one_of(text)


def actions(page: str):
    """Name, documentation and fields (name, type, optional, documentation) of each action of the page."""
    for section in page.split("\n## ")[1:]:
        takes_target = "`target`" in section.split("\n### ")[0]
        for part in section.split("\n### `")[1:]:
            name, rest = part.split("`", 1)
            fields = re.findall(r"^\| `(\w+)` \| (.*?)(; (?:may be left out|optional))? \| (.*) \|$", rest, re.MULTILINE)
            text = rest.split("\n| field")[0].strip()
            members = [(field, type_of(holds), bool(optional), doc) for field, holds, optional, doc in fields]
            if takes_target:
                members.append(("target", "Target", True, "To which connections; all where it is left out."))
            yield name, text, members


def declarations() -> str:
    """The whole file."""
    text = HEAD
    for name, doc, fields in actions(PAGE.read_text()):
        text += f"  /** {doc} */\n  {name}: {{"
        for field, kind, optional, field_doc in fields:
            text += f"\n    /** {field_doc} */\n    {field}{'?' if optional else ''}: {kind};"
        text += "\n  };\n" if fields else "};\n"
    return text + TAIL


def main() -> None:
    text = declarations()
    if sys.argv[1:] == ["--check"]:
        if OUTPUT.read_text() != text:
            sys.exit(f"{OUTPUT} is old: run gateway-sim/packages/action_types.py")
    else:
        OUTPUT.write_text(text)


if __name__ == "__main__":
    main()
