"""Closed work that was opened again."""

import django.db.models.deletion
from django.db import migrations, models

import roviec.ledger.ids


class Migration(migrations.Migration):
    dependencies = [
        ("custody", "0011_open_by_body"),
        ("organisation", "0007_calendars"),
    ]

    operations = [
        migrations.AlterField(
            model_name="hold",
            name="how",
            field=models.CharField(
                choices=[
                    ("assigned", "Giao việc"),
                    ("named", "Phân công"),
                    ("beyond_ability", "Vượt quá khả năng"),
                    ("rearranged", "Lãnh đạo điều chỉnh phân công"),
                    ("absence", "Vắng mặt"),
                    ("wrongly_given", "Giao không đúng thẩm quyền, chức năng"),
                    ("restructuring", "Sắp xếp tổ chức"),
                    ("leaving", "Bàn giao khi chuyển, nghỉ công tác"),
                    ("handed_up", "Trình ký"),
                    ("signed", "Đã ký"),
                    ("submitted", "Nộp sản phẩm"),
                    ("returned", "Trả lại"),
                    ("reopened", "Mở lại việc đã đóng"),
                ],
                max_length=16,
            ),
        ),
        migrations.CreateModel(
            name="Reopening",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=roviec.ledger.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("closed_at", models.DateTimeField(help_text="when it had been closed")),
                ("finished_at", models.DateTimeField(help_text="when it had been handed in")),
                ("at", models.DateTimeField(help_text="when it was opened again")),
                ("reason", models.CharField(max_length=500)),
                ("by_label", models.CharField(max_length=300)),
                (
                    "check_of",
                    models.ForeignKey(
                        blank=True,
                        help_text="the spot check that found it unsound; null: reopened without one",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reopenings",
                        to="custody.spotcheck",
                    ),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reopenings", to="custody.clock"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        help_text="who had done it",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.post",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        help_text="the unit that led when it closed",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.unit",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["unit", "at"], name="custody_reopened_by_unit")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("at__gte", models.F("closed_at"))), name="custody_reopened_after_closing"
                    )
                ],
            },
        ),
    ]
