"""Secrets that we have to read again (what webhooks are signed with), encrypted with a key derived from the installation's."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def _fernet() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    derived = (hashlib.sha256(b"roviec.webhook\x1f" + key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])


def sealed(secret: str) -> str:
    return _fernet().encrypt(secret.encode()).decode("ascii")


def opened(text: str) -> str:
    """ "" for nothing. Raises InvalidToken when no key of the installation fits."""
    return _fernet().decrypt(text.encode()).decode() if text else ""
