"""The mutations: what they change, and that they change nothing else."""

import json
import random
from pathlib import Path

import pytest
import yaml

from mutations.campaign import _quotas
from mutations.registry import classes
from mutations.template import Template
from mutations.text import applied, entries, entry, get, put_before, put_item_before, removed, removed_item, swapped
from mutations.words import misspelled

STYLES = Path(__file__).parents[3] / "check" / "templates"

YAML = """\
# A comment
A:
  - One: 1 # a remark
    Two: |
      text

    Three: {x: 1, y: 2}
  - Four: 4
B: [p, q]
"""


def template(tmp_path: Path, text: str, suffix: str = ".yaml") -> Template:
    path = tmp_path / f"t{suffix}"
    path.write_bytes(text.encode())
    return Template(path.name, path)


def read(text: str):
    return yaml.safe_load(text)


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("One", {"Two": "text\n", "Three": {"x": 1, "y": 2}}),
        ("Two", {"One": 1, "Three": {"x": 1, "y": 2}}),
        ("Three", {"One": 1, "Two": "text\n"}),
    ],
)
def test_an_entry_is_taken_out(tmp_path, name, left):
    given = template(tmp_path, YAML)
    edit = removed(entry(get(given.root, "A").value[0], name))
    assert read(applied(given.text, [edit]))["A"][0] == left


def test_an_entry_of_a_flow_mapping_is_taken_out(tmp_path):
    given = template(tmp_path, YAML)
    mapping = get(get(given.root, "A").value[0], "Three")
    for each, left in zip(entries(mapping), [{"y": 2}, {"x": 1}], strict=True):
        assert read(applied(given.text, [removed(each)]))["A"][0]["Three"] == left


def test_elements_are_put_and_taken(tmp_path):
    given = template(tmp_path, YAML)
    for name, added in (("A", [{"z": 1}]), ("B", [{"z": 1}])):
        edit = put_item_before(get(given.root, name), '{"z": 1}')
        assert read(applied(given.text, [edit]))[name] == added + read(YAML)[name]
        edit = removed_item(get(given.root, name), 1)
        assert read(applied(given.text, [edit]))[name] == read(YAML)[name][:1]


def test_entries_are_put_before_another(tmp_path):
    given = template(tmp_path, YAML)
    edit = put_before(entries(get(given.root, "A").value[0])[0], ("New", '"v"'))
    assert read(applied(given.text, [edit]))["A"][0]["New"] == "v"


def test_elements_change_places(tmp_path):
    given = template(tmp_path, YAML)
    first, second = get(given.root, "A").value
    assert read(applied(given.text, swapped(given.text, first, second)))["A"] == list(reversed(read(YAML)["A"]))


def test_a_slip_is_another_word_that_there_is_not():
    for seed in range(200):
        slip = misspelled(random.Random(seed), "Source", lambda word: word == "Sourse")
        assert slip not in ("Source", "Sourse", None)


def test_what_one_class_cannot_use_goes_to_the_others():
    assert _quotas({"a": 1, "b": 100, "c": 100}, 21) == {"a": 1, "b": 10, "c": 10}
    assert _quotas({"a": 1, "b": 1}, 10) == {"a": 1, "b": 1}
    assert _quotas({"a": 9, "b": 9, "c": 9, "d": 9}, 2) == {"a": 1, "b": 0, "c": 1, "d": 0}


def test_every_class_finds_a_place_somewhere():
    sound = [Template(path.name, path) for path in sorted(STYLES.iterdir()) if path.suffix in (".yaml", ".json")]
    for group in classes():
        made = (m for each in sound for maker in group.makers for m in maker(each, random.Random(1)))
        assert any(made), group.name


def test_json_stays_json():
    """Only the class that breaks the text on purpose may leave what no parser takes."""
    for path in sorted(STYLES.glob("*.json")):
        given = Template(path.name, path)
        for group in classes():
            if group.name == "text that can't be read":
                continue
            for maker in group.makers:
                for mutation in maker(given, random.Random(2)):
                    if mutation:
                        changed = applied(given.text, list(mutation.edits))
                        assert json.loads(changed) is not None, (path.name, group.name, mutation.says)
