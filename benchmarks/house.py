"""Django for a benchmark: on DATABASE_URL if it is set (a throwaway PostgreSQL), else on SQLite in a temporary folder.

Imported first, before anything of Django's. Never the database that somebody works with.
"""

import os
import tempfile

import django

FOLDER = tempfile.TemporaryDirectory(prefix="roviec-bench-")
os.environ["ROVIEC_VAR"] = FOLDER.name
os.environ["ROVIEC_HOSTS"] = "localhost,127.0.0.1,testserver"
os.environ["DJANGO_SETTINGS_MODULE"] = "roviec.config.settings"
django.setup()
