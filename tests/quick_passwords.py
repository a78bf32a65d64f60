"""Passwords of tests cost next to nothing to hash: the same Argon2, with the least work it accepts.

What it costs in an installation is Django's default, and `tests/access/test_signing_in.py` says that it is Argon2.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher

Argon2PasswordHasher.time_cost = 1
Argon2PasswordHasher.memory_cost = 8
Argon2PasswordHasher.parallelism = 1
