"""A transition is known by thing, kind and the instant it is about; a composed text key is not needed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("alerts", "0001_initial")]

    operations = [
        migrations.RemoveField(model_name="transition", name="due"),
        migrations.RemoveField(model_name="transition", name="key"),
        migrations.AddField(
            model_name="transition",
            name="mark",
            field=models.DateTimeField(
                help_text="the due date that comes near or passed, or since when it waits: another one is another transition"
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="transition",
            constraint=models.UniqueConstraint(fields=("thing_id", "kind", "mark"), name="alerts_transition_once"),
        ),
    ]
