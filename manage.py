"""Django's own commands, for people who build Rõ Việc; users have `roviec`."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roviec.config.settings")
    execute_from_command_line(sys.argv)
