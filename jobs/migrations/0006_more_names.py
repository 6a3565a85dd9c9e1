"""Name models and fields as the back office does."""

import django.core.validators
import django.db.models.deletion
import nexus.core.money
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0005_backoffice_indexes"),
        ("people", "0014_more_names"),
        ("taxonomy", "0003_names_of_things"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="job",
            options={
                "ordering": ("-created_at", "-id"),
                "verbose_name": "job",
                "verbose_name_plural": "jobs",
            },
        ),
        migrations.AlterField(
            model_name="job",
            name="application_deadline",
            field=models.DateTimeField(verbose_name="Deadline"),
        ),
        migrations.AlterField(
            model_name="job",
            name="benefits",
            field=models.TextField(blank=True, verbose_name="Benefits"),
        ),
        migrations.AlterField(
            model_name="job",
            name="category",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="jobs",
                to="taxonomy.category",
                verbose_name="Category",
            ),
        ),
        migrations.AlterField(
            model_name="job",
            name="company",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="jobs",
                to="people.company",
                verbose_name="Company",
            ),
        ),
        migrations.AlterField(
            model_name="job",
            name="company_description",
            field=models.TextField(blank=True, verbose_name="About the company"),
        ),
        migrations.AlterField(
            model_name="job",
            name="description",
            field=models.TextField(verbose_name="Description"),
        ),
        migrations.AlterField(
            model_name="job",
            name="employment_type",
            field=models.CharField(
                choices=[
                    ("full_time", "Full time"),
                    ("part_time", "Part time"),
                    ("contract", "Contract"),
                    ("internship", "Internship"),
                    ("remote", "Remote"),
                ],
                max_length=12,
                verbose_name="Employment type",
            ),
        ),
        migrations.AlterField(
            model_name="job",
            name="experience_level",
            field=models.CharField(
                choices=[
                    ("entry", "Entry"),
                    ("mid", "Mid"),
                    ("senior", "Senior"),
                    ("executive", "Executive"),
                ],
                max_length=10,
                verbose_name="Experience",
            ),
        ),
        migrations.AlterField(
            model_name="job",
            name="location",
            field=models.CharField(max_length=200, verbose_name="Place"),
        ),
        migrations.AlterField(
            model_name="job",
            name="requirements",
            field=models.TextField(blank=True, verbose_name="Requirements"),
        ),
        migrations.AlterField(
            model_name="job",
            name="responsibilities",
            field=models.TextField(blank=True, verbose_name="Responsibilities"),
        ),
        migrations.AlterField(
            model_name="job",
            name="salary_currency",
            field=models.CharField(
                default="USD",
                max_length=3,
                validators=[nexus.core.money.validate_currency],
                verbose_name="Currency",
            ),
        ),
        migrations.AlterField(
            model_name="job",
            name="salary_max",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=12,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="Highest pay",
            ),
        ),
        migrations.AlterField(
            model_name="job",
            name="salary_min",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=12,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="Lowest pay",
            ),
        ),
        migrations.AlterField(
            model_name="job",
            name="salary_period",
            field=models.CharField(
                choices=[
                    ("year", "Year"),
                    ("month", "Month"),
                    ("week", "Week"),
                    ("day", "Day"),
                    ("hour", "Hour"),
                ],
                default="year",
                max_length=5,
                verbose_name="Paid per",
            ),
        ),
        migrations.AlterField(
            model_name="job",
            name="skills",
            field=models.ManyToManyField(
                blank=True, related_name="jobs", to="taxonomy.skill", verbose_name="Skills"
            ),
        ),
        migrations.AlterField(
            model_name="job",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("in_review", "In review"),
                    ("open", "Open"),
                    ("closed", "Closed"),
                    ("archived", "Archived"),
                ],
                default="draft",
                editable=False,
                max_length=10,
                verbose_name="Status",
            ),
        ),
        migrations.AlterField(
            model_name="job",
            name="title",
            field=models.CharField(max_length=200, verbose_name="Title"),
        ),
        migrations.AlterField(
            model_name="job",
            name="workplace",
            field=models.CharField(
                choices=[("on_site", "On site"), ("hybrid", "Hybrid"), ("remote", "Remote")],
                default="on_site",
                max_length=8,
                verbose_name="Workplace",
            ),
        ),
    ]
