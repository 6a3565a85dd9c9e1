"""Makes a demo database small: `python shrink.py FILE` keeps the market of some companies.

Run by make.sh. Speaks to SQLite alone, so that it fits the schema of any release.
"""

import sqlite3
import sys
from contextlib import closing

# Of the companies those stay that have a page in the CMS, and those with which the demo's logins work.
_OTHERS = """
DELETE FROM people_company WHERE
  id NOT IN (SELECT company_id FROM careers_companypage WHERE company_id IS NOT NULL)
  AND id NOT IN (SELECT company_id FROM people_membership JOIN people_user u ON u.id = user_id
                 WHERE u.username IN ('employer', 'rival'))
"""
_WITHOUT_APPLICATION = """
DELETE FROM people_user WHERE
  id NOT IN (SELECT applicant_id FROM hiring_application WHERE applicant_id IS NOT NULL)
  AND id NOT IN (SELECT user_id FROM people_membership)
  AND username NOT IN ('admin', 'editor', 'candidate')
"""


def delete_orphans(connection: sqlite3.Connection) -> None:
    """Empty what refers to a row that is gone, and delete the row that may not be without it."""
    while found := connection.execute("PRAGMA foreign_key_check").fetchall():
        for table, row, _parent, key in found:
            columns = {
                line[0]: line[3]
                for line in connection.execute(f'PRAGMA foreign_key_list("{table}")')
            }
            required = {
                line[1]: line[3] for line in connection.execute(f'PRAGMA table_info("{table}")')
            }
            column = columns[key]
            act = (
                f'DELETE FROM "{table}" WHERE rowid = ?'
                if required[column]
                else f'UPDATE "{table}" SET "{column}" = NULL WHERE rowid = ?'
            )
            connection.execute(act, [row])


def main(path: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        for statement in (_OTHERS, _WITHOUT_APPLICATION):
            connection.execute(statement)
            delete_orphans(connection)
        connection.commit()
        connection.execute("VACUUM")


if __name__ == "__main__":
    main(sys.argv[1])
