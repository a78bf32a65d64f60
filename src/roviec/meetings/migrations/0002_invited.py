from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0001_initial"),
        ("organisation", "0007_calendars"),
    ]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="invited",
            field=models.ManyToManyField(
                blank=True,
                help_text="besides the members: heads who answer",
                related_name="+",
                to="organisation.post",
            ),
        ),
    ]
