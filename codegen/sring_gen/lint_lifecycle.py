# SPDX-License-Identifier: MIT OR Apache-2.0
"""Checks of a lifecycle that a JSON Schema cannot express.

Parts that the schema rejected are not in the data, so any key may be missing.
"""

import string

from . import names
from .schema import suggestion

IDS = {"name-differs", "unknown-verb", "unknown-state", "unreachable-state", "dead-end",
       "duplicate-transition", "in-and-from", "signature-state", "unknown-placeholder",
       "reserved-name", "duplicate-name", "no-template",
       "diagram-incomplete"}

# Words in braces that a lifecycle's texts may contain; transitions.py has the text for each.
PLACEHOLDERS = {"op", "a_op", "since", "init_doc", "init_errors", "range_doc", "loan_doc", "older",
                "detach_doc", "result_returns", "finish_doc", "finish_returns", "await_doc",
                "await_returns", "each_doc", "each_errors", "item_doc",
                "item_call", "launch_doc", "launch_kept", "rearm_doc"}


def check(document, data, stem):
    """The problems of one lifecycle in the file `stem`.yaml."""
    problems = []

    def report(where, message, id, key=False):
        problems.append(document.problem(where, message, id, key))

    name = data.get("lifecycle")
    if name is not None and name != stem:
        report(("lifecycle",), f"the lifecycle is named '{name}', its file '{stem}.yaml'; use one "
               "name for both", "name-differs")
    states = data.get("states") or {}
    transitions = [(("transitions", index), item)
                   for index, item in enumerate(data.get("transitions") or [])
                   if isinstance(item, dict)]
    _variables(states, report)
    _templates(states, [item.get("verb") for _, item in transitions], report)
    seen = set()
    for where, item in transitions:
        _transition(where, item, states, seen, report)
    if "diagram" in data:
        _diagram(data["diagram"], states, [item for _, item in transitions], report)
    if states and transitions:
        _reachability(states, [item for _, item in transitions], report)
    return problems


def _variables(states, report):
    seen = {}
    for state, entry in states.items():
        name = entry.get("as")
        if name in names.KEYWORDS:
            report(("states", state, "as"), f"'{name}' is a keyword or macro of C or C++; use "
                   "another name", "reserved-name")
        if name in seen:
            report(("states", state, "as"), f"'{name}' is already the name for state "
                   f"'{seen[name]}'", "duplicate-name")
        elif name is not None:
            seen[name] = state


def _templates(states, verbs, report):
    for state, entry in states.items():
        if state not in names.STATES:
            report(("states", state), f"there is no template for a state '{state}'"
                   f"{suggestion(state, names.STATES)}", "no-template", key=True)
        elif entry.get("as", names.STATES[state]) != names.STATES[state]:
            report(("states", state, "as"), f"the templates need the name '{names.STATES[state]}'",
                   "no-template")
        elif entry.get("kernel", "after") != names.KERNEL[state]:
            report(("states", state), f"the templates need `kernel: {names.KERNEL[state]}`",
                   "no-template")
    if not states or not verbs:
        return
    for like in names.used(verbs):
        if not set(like) & set(states):
            report(("states",), f"the templates need a state '{' or '.join(like)}'", "no-template")
    for one_of in names.needed():
        if not set(one_of) & set(verbs) and None not in verbs:
            report(("transitions",), f"the templates need a verb {' or '.join(one_of)}",
                   "no-template")


def _transition(where, item, states, seen, report):
    verb = item.get("verb")
    if verb is not None and verb not in names.verbs():
        report(where + ("verb",), f"unknown verb '{verb}'{suggestion(verb, names.verbs())}",
               "unknown-verb")
    for key in ("from", "to", "in"):
        if key in item and states and item[key] not in states:
            report(where + (key,), f"unknown state '{item[key]}'{suggestion(item[key], states)}",
                   "unknown-state")
    if "in" in item and ("from" in item or "to" in item):
        report(where + ("in",), "a transition has either `in`, or `from` and `to`", "in-and-from",
               key=True)
    for index, token in enumerate(item.get("signature") or []):
        if token in ("from", "to", "in") and token not in item:
            report(where + ("signature", index), f"the transition has no '{token}'",
                   "signature-state")
    if verb in names.verbs():
        for key, needed in names.misfits(item):
            report(where + (key,), f"the template of '{verb}' needs {needed}", "no-template",
                   key=True)
    place = (verb, item.get("from", item.get("in")))
    if verb is not None and place in seen:
        report(where + ("verb",), f"there is already a '{verb}' "
               + (f"in state '{place[1]}'" if place[1] else "without a state"),
               "duplicate-transition")
    seen.add(place)
    for key in ("doc", "returns"):
        _placeholders(where + (key,), item.get(key, ""), report)


def _placeholders(where, text, report):
    try:
        parts = [part[1:] for part in string.Formatter().parse(text) if part[1] is not None]
    except ValueError as error:
        report(where, f"the braces do not match: {error}", "unknown-placeholder")
        return
    for word, format, conversion in parts:
        if format or conversion:
            report(where, f"write {{{word}}}, with nothing else in the braces",
                   "unknown-placeholder")
        elif word not in PLACEHOLDERS:
            report(where, f"unknown placeholder '{{{word}}}'{suggestion(word, PLACEHOLDERS)}",
                   "unknown-placeholder")


def _diagram(text, states, transitions, report):
    """The diagram is drawn by hand: checks that no state or verb is missing."""
    lines = text.splitlines()
    wanted = [state.capitalize() for state in states]
    wanted += [t["verb"] for t in transitions if "verb" in t and "when" not in t
               and any(key in t for key in ("from", "to", "in")) and t.get("per") != "output"]
    for word in wanted:
        if word not in " ".join(lines).replace("|", " ").split():
            report(("diagram",), f"'{word}' is missing in the diagram", "diagram-incomplete")
    if any(len(line) > 90 or not line.isascii() for line in lines):
        report(("diagram",), "a line has more than 90 characters, or characters that are not ASCII",
               "diagram-incomplete")


def _reachability(states, transitions, report):
    steps = [(t.get("from"), t.get("to")) for t in transitions if "in" not in t]
    reached = _closure({to for source, to in steps if source is None}, steps)
    ending = _closure({source for source, to in steps if to is None and source is not None},
                      [(to, source) for source, to in steps if source is not None])
    for state in states:
        if state not in reached:
            report(("states", state), f"no transition leads to state '{state}'",
                   "unreachable-state", key=True)
        if state not in ending:
            report(("states", state), f"state '{state}' does not lead to an end, a transition without "
                   "`to`", "dead-end", key=True)


def _closure(found, steps):
    found = set(found)
    while True:
        more = {to for source, to in steps if source in found and to is not None} - found
        if not more:
            return found
        found |= more
