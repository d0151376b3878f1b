"""Makes texts for every pattern of the schemas, and says which match.

In: the gathered schemas. Out: for each pattern a list of texts, each with whether it matches by cfn-lint's engine. Most
texts follow the pattern, as far as a simple walk of its parse tree can; others are these with one character changed,
dropped, or everything twice, and some that have nothing to do with it. The same texts come out every time.
"""

import json
import random
import re
import re._constants as op
import re._parser as parser
import sys
import warnings
from pathlib import Path

import regex

PRINTABLE = [chr(code) for code in range(32, 127)]
BEYOND = list("éЖ中😀\u00a0")
OTHERS = ["", "a", "A-1", "aws:foo", "arn:aws:s3:::x", "a b", "-x-", "x.y/z", "é", "a\n", "0123456789012"]
SETS = {
    op.CATEGORY_DIGIT: "0189", op.CATEGORY_WORD: "abzAZ09_", op.CATEGORY_SPACE: " \t\n",
    op.CATEGORY_NOT_DIGIT: "a _-", op.CATEGORY_NOT_WORD: " -./", op.CATEGORY_NOT_SPACE: "a0-/é",
}  # fmt: skip


def patterns(part):
    if isinstance(part, dict):
        if isinstance(part.get("pattern"), str):
            yield part["pattern"]
        for key, value in part.items():
            if key != "handlers":
                yield from patterns(value)
    elif isinstance(part, list):
        for value in part:
            yield from patterns(value)


def member(items, chance):
    """A character of the class, or one that is not in it."""
    if items[0][0] is op.NEGATE:
        inside = regex.compile("[" + "".join(written(item) for item in items[1:]) + "]")
        outside = [character for character in PRINTABLE + BEYOND if not inside.match(character)]
        return chance.choice(outside) if outside else ""
    kind, value = chance.choice(items)
    if kind is op.RANGE:
        return chr(chance.choice([*value, chance.randint(*value)]))
    return chance.choice(SETS[value]) if kind is op.CATEGORY else chr(value)


def written(item):
    kind, value = item
    if kind is op.CATEGORY:
        letter = str(value).rsplit("_", 1)[-1][0].lower()
        return f"\\{letter.upper() if 'NOT' in str(value) else letter}"
    low, high = value if kind is op.RANGE else (value, value)
    return f"\\U{low:08x}-\\U{high:08x}"


def follow(tree, chance, groups):
    """A text that matches the parse tree, but for its assertions."""
    text = ""
    for kind, value in tree:
        if kind is op.LITERAL:
            text += chr(value)
        elif kind is op.ANY or kind is op.NOT_LITERAL:
            text += chance.choice(PRINTABLE + BEYOND)
        elif kind is op.IN:
            text += member(value, chance)
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT):
            low, high, inner = value
            high = min(int(high), low + 4)
            for _ in range(chance.choice([low, high, chance.randint(low, high)])):
                text += follow(inner, chance, groups)
        elif kind is op.SUBPATTERN:
            groups[value[0]] = follow(value[3], chance, groups)
            text += groups[value[0]]
        elif kind is op.BRANCH:
            text += follow(chance.choice(value[1]), chance, groups)
        elif kind is op.GROUPREF:
            text += groups.get(value, "")
    return text


def readable(pattern):
    """The pattern as Python's own parser reads it: that one knows no classes of Unicode."""
    classes = r"\\[pP](\{[^}]*\}|[A-Z])"
    inner = re.sub(r"\[\^?(?:[^\]\\]|\\.)*\]", lambda match: re.sub(classes, "a-zé", match.group()), pattern)
    return re.sub(classes, "[a-zé]", inner)


def texts(pattern):
    chance = random.Random(pattern)
    found = set(OTHERS)
    try:
        tree = parser.parse(readable(pattern))
    except re.error:
        return found
    for _ in range(25):
        text = follow(tree, chance, {})
        found |= {text, text + "\n", text + text}
        if text:
            at = chance.randrange(len(text))
            found |= {text[:at] + chance.choice(PRINTABLE + BEYOND) + text[at + 1 :], text[:at] + text[at + 1 :]}
    return {text for text in found if not re.search("[\ud800-\udfff]", text)}


def judged(pattern):
    expression = regex.compile(pattern)
    for text in sorted(texts(pattern)):
        try:
            yield [text, bool(expression.search(text, timeout=2))]
        except TimeoutError:
            continue


def main(gathered, out):
    warnings.simplefilter("ignore")
    gathered = json.loads(gathered.read_text())
    found = sorted(set(patterns([gathered["schemas"], gathered["extensions"]])))
    samples = {}
    for pattern in found:
        try:
            samples[pattern] = list(judged(pattern))
        except regex.error:
            print(f"not read by cfn-lint's engine: {pattern}")
    out.write_text(json.dumps(samples))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
