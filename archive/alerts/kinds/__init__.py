"""Every kind of alert, one module each; to add a kind, add a module here and its sentences to `archive/messages`.

A module that defines `KIND` is a kind. The alert conditions, channel filters, messages, pages, the table
`alert_reasons`, the schema and the documentation all take the closed set from here.

    from archive.alerts import kinds
    kinds.known()["withdrawn"].severity   # "urgent"
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from archive.alerts.kinds.kind import AlertKind


@cache
def known() -> Mapping[str, AlertKind]:
    """All kinds by name, in their order. Raises ValueError where two share a name or a reason."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    kinds = sorted((module.KIND for module in modules if hasattr(module, "KIND")), key=lambda kind: kind.order)
    names = [kind.name for kind in kinds]
    reasons = [reason for kind in kinds for reason in kind.reasons]
    if len(set(names)) < len(names) or len(set(reasons)) < len(reasons):
        raise ValueError(f"two alert kinds share a name or a reason: {names}, {reasons}")
    return MappingProxyType({kind.name: kind for kind in kinds})


def reasons() -> list[tuple[str, str, str, str]]:
    """The rows of the table `alert_reasons`: kind, reason, severity and type of subject."""
    return [(kind.name, reason, kind.severity, kind.subject) for kind in known().values() for reason in kind.reasons]
