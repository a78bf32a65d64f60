"""The entry point for the web server."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roviec.config.settings")
application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)  # else the first visitor waits for every page to be loaded
# What is loaded by now stays for good: looking through it again and again would hold up a page for a tenth of a second.
gc.collect()
gc.freeze()
