"""A change of a calendar is named by the days that it is about."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("custody", "0005_calendars"),
    ]

    operations = [
        migrations.AddField(
            model_name="calendarchange",
            name="title",
            field=models.CharField(blank=True, default="", help_text="days and their names, as they were given", max_length=300),
        ),
    ]
