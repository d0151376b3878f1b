"""The classes of mistakes, one file per concern.

A maker gets a template and a source of chance, and yields every mutation of its class that the template allows, each
certainly a mistake: what could be meant that way is no mutation. None stands for a place that can't be changed safely.
"""

from mutations.classes import (
    codebuild,
    codedeploy,
    configuration,
    events,
    flow,
    functions,
    harmless,
    messages,
    policies,
    properties,
    references,
    shape,
    statements,
    values,
)

ALL = [
    properties,
    references,
    shape,
    values,
    configuration,
    flow,
    codebuild,
    codedeploy,
    functions,
    events,
    messages,
    statements,
    policies,
    harmless,
]
