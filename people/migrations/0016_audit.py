import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from nexus.core.append_only import KeepRows

# The ledger of looks becomes a part of the audit: what was a kind of look is an act on a thing.
COPY = """
INSERT INTO people_auditentry
    (at, actor_id, act, thing, thing_kind, label, subject_id, company_id, details, request_id)
SELECT
    at,
    viewer_id,
    CASE kind
        WHEN 'downloaded_cv' THEN 'downloaded'
        WHEN 'exported' THEN 'exported'
        WHEN 'searched' THEN 'found'
        ELSE 'seen'
    END,
    target,
    CASE
        WHEN target LIKE '%:%' THEN substr(target, 1, {colon} - 1)
        ELSE substr(target, 1, 30)
    END,
    '',
    subject_id,
    company_id,
    '{empty}',
    ''
FROM people_accesslog
ORDER BY at, id
"""
COPY_BACK = """
INSERT INTO people_accesslog (at, viewer_id, kind, target, subject_id, company_id)
SELECT
    at,
    actor_id,
    CASE act
        WHEN 'downloaded' THEN 'downloaded_cv'
        WHEN 'exported' THEN 'exported'
        WHEN 'found' THEN 'searched'
        ELSE CASE
            WHEN thing_kind IN ('application', 'applicant') THEN 'viewed_application'
            ELSE 'viewed_profile'
        END
    END,
    thing,
    (SELECT id FROM people_user WHERE id = subject_id),
    (SELECT id FROM people_company WHERE id = company_id)
FROM people_auditentry
WHERE act IN ('seen', 'found', 'downloaded', 'exported') AND subject_id IS NOT NULL
ORDER BY at, id
"""


def copy(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    colon = "strpos(target, ':')" if is_postgresql else "instr(target, ':')"
    schema_editor.execute(COPY.format(colon=colon, empty="{}"), params=None)


def copy_back(apps, schema_editor):
    schema_editor.execute(COPY_BACK, params=None)


def number_of(model):
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        null=True,
        on_delete=django.db.models.deletion.DO_NOTHING,
        related_name="+",
        to=model,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0015_mail_wordings"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="when"),
                ),
                ("actor", number_of(settings.AUTH_USER_MODEL)),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("seen", "Saw"),
                            ("found", "Found by a search"),
                            ("downloaded", "Downloaded"),
                            ("exported", "Exported"),
                            ("imported", "Imported"),
                            ("added", "Added"),
                            ("changed", "Changed"),
                            ("moved", "Moved"),
                            ("undone", "Undid"),
                            ("deleted", "Deleted"),
                            ("restored", "Restored"),
                            ("merged", "Merged"),
                            ("invited", "Invited"),
                            ("wrote", "Wrote to"),
                            ("signed_in", "Signed in"),
                            ("signed_out", "Signed out"),
                            ("refused", "Was refused"),
                        ],
                        max_length=12,
                        verbose_name="act",
                    ),
                ),
                ("thing", models.CharField(blank=True, max_length=60, verbose_name="thing")),
                (
                    "thing_kind",
                    models.CharField(blank=True, max_length=30, verbose_name="kind of thing"),
                ),
                ("label", models.CharField(blank=True, max_length=200, verbose_name="name")),
                ("subject", number_of(settings.AUTH_USER_MODEL)),
                ("company", number_of("people.company")),
                (
                    "details",
                    models.JSONField(
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="details",
                    ),
                ),
                ("request_id", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "verbose_name": "entry of the audit",
                "verbose_name_plural": "entries of the audit",
                "ordering": ("-at", "-id"),
                "indexes": [
                    models.Index(fields=["-at", "-id"], name="people_audit_newest"),
                    models.Index(fields=["actor", "-at", "-id"], name="people_audit_actor"),
                    models.Index(fields=["subject", "-at", "-id"], name="people_audit_subject"),
                    models.Index(fields=["company", "-at", "-id"], name="people_audit_company"),
                    models.Index(fields=["act", "-at", "-id"], name="people_audit_act"),
                    models.Index(fields=["thing_kind", "-at", "-id"], name="people_audit_kind"),
                    models.Index(fields=["thing", "-at", "-id"], name="people_audit_thing"),
                ],
            },
        ),
        migrations.RunPython(copy, copy_back),
        migrations.DeleteModel(name="AccessLog"),
        KeepRows("people_auditentry"),
    ]
