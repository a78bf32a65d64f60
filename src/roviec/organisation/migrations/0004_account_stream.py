from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisation", "0003_units_found_by_name_and_register")]

    operations = [
        migrations.AddField("account", "version", models.PositiveIntegerField(default=0)),
        migrations.AddField("account", "ledger_seq", models.PositiveIntegerField(default=0)),
        migrations.AddField("account", "ledger_hash", models.CharField(blank=True, default="", max_length=64)),
    ]
