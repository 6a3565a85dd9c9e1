"""A queryset compiled to SQL once per process and run many times with other values.

Compiling a query of some thirty columns costs Django several times what the database takes to
answer it. Hot reads are written in the queryset's vocabulary all the same, and compiled here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

type Converters = dict[int, tuple[list[Callable[..., Any]], Any]]


@dataclass(frozen=True, slots=True)
class Compiled:
    """SQL of a `values_list` queryset, with holes where a run's own values go."""

    sql: str
    params: tuple[Any, ...]
    holes: tuple[tuple[int, str], ...]  # position among the parameters, name of the value
    converters: Converters

    def rows(self, values: Mapping[str, object]) -> Sequence[Sequence[Any]]:
        """Run it with a value for every hole and return the rows, as the queryset would. One query."""
        params = list(self.params)
        for position, name in self.holes:
            params[position] = values[name]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            found = cursor.fetchall()
        return self._converted(found) if self.converters else found

    def _converted(self, found: Sequence[Sequence[Any]]) -> Sequence[Sequence[Any]]:
        rows = [list(row) for row in found]
        for position, (converters, expression) in self.converters.items():
            for row in rows:
                for convert in converters:
                    row[position] = convert(row[position], expression, connection)
        return rows


def compile_rows(queryset: QuerySet[Any, Any], stand_ins: Mapping[str, object]) -> Compiled:
    """Compile a `values_list` queryset that was built with stand-ins for the values of each run.

    A stand-in is a value that nothing else in the query equals, such as an integer beyond all
    row ids, in the form in which the database receives it (see `database_time`). The result fits
    the database it was compiled for. Raises ValueError where a stand-in is not found.
    """
    # Converters keep hold of the connection they were made for, and this thread's own would
    # then outlive its thread.
    model = connection.copy()
    try:
        compiler: Any = queryset.query.get_compiler(connection=model)
        sql, params = compiler.as_sql()
        converters = compiler.get_converters([column for column, *_ in compiler.select])
    finally:
        model.close()
    names = {(type(value), value): name for name, value in stand_ins.items()}
    holes = tuple(
        (position, names[type(value), value])
        for position, value in enumerate(params)
        if (type(value), value) in names
    )
    if missing := set(stand_ins) - {name for _, name in holes}:
        raise ValueError(f"The query does not use {', '.join(sorted(missing))}.")
    return Compiled(sql, tuple(params), holes, converters)


def database_time(moment: datetime) -> Any:
    """Return `moment` as a parameter of the database's own type."""
    return connection.ops.adapt_datetimefield_value(moment)
