"""Good rows written together or, where that is refused, one by one; and what was written undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from nexus.core.errors import Invalid, Refused
from nexus.core.transfers.models import ImportRow, ImportRun, RowOutcome
from nexus.core.transfers.rows import WHOLE_ROW, Fault, Judged, SheetRow, Written
from nexus.core.transfers.states import mark_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nexus.core.transfers.resources import TransferResource


def write_good(resource: TransferResource, judged: Sequence[Judged]) -> list[Written]:
    """Write the good rows together; where that is refused, each by itself, and say why."""
    good = [one for one in judged if one.outcome in (RowOutcome.NEW, RowOutcome.CHANGED)]
    if not good:
        return []
    try:
        with transaction.atomic():
            return resource.write(good)
    except (IntegrityError, DataError, Refused, ValidationError):
        resource.forget()
    written: list[Written] = []
    for one in good:
        # Looked at anew: a refusal may have left its traces in the instance.
        again = resource.judge([SheetRow(one.number, one.cells)])[0]
        one.outcome, one.faults = again.outcome, again.faults
        if again.outcome not in (RowOutcome.NEW, RowOutcome.CHANGED):
            continue
        try:
            with transaction.atomic():
                written += resource.write([again])
        except Refused as refused:
            _turn_wrong(one, resource.faults_of(refused, one.cells))
        except ValidationError as error:
            _turn_wrong(one, resource.faults_of(Invalid.fields(_by_field(error)), one.cells))
        except (IntegrityError, DataError):
            sentence = _("The database refused it: it contradicts another row.")
            _turn_wrong(one, [Fault(WHOLE_ROW, "", sentence)])
        else:
            continue
        resource.forget()
    return written


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    if hasattr(error, "error_dict"):
        return error.message_dict
    return {WHOLE_ROW: error.messages}


def _turn_wrong(judged: Judged, faults: list[Fault]) -> None:
    judged.outcome, judged.faults = RowOutcome.WRONG, faults


def to_take_back(run: ImportRun) -> Any:
    """Return the rows of a run that were written and neither undone nor kept yet."""
    return run.rows.filter(
        outcome__in=(RowOutcome.NEW, RowOutcome.CHANGED), was_undone=False, kept_because=""
    )


def take_back(rows: Sequence[ImportRow], resource: TransferResource) -> dict[int, str]:
    kept: dict[int, str] = {}
    states = resource.states_of([row.object_id for row in rows if row.thing == resource.thing])  # type: ignore[misc]
    by_thing: dict[str, list[ImportRow]] = {}
    for row in rows:
        if row.thing == resource.thing:
            state = states.get(row.object_id or 0)
            if state is None:
                kept[row.pk] = _("It is not there any more.")
                continue
            if mark_of(state) != row.mark:
                kept[row.pk] = _("It was changed since.")
                continue
        by_thing.setdefault(row.thing, []).append(row)
    for thing, some in by_thing.items():
        kept |= resource.take_back(thing, some)
    return kept
