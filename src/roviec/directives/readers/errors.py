"""Why a file could not be read: a code and its parameters; `messages.py` has the sentences."""

from collections.abc import Mapping


class ReaderError(Exception):
    """The file was not read, nothing was kept. `code` is a key of `messages.MESSAGES`."""

    def __init__(self, code: str, params: Mapping[str, str | int] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params: dict[str, str | int] = dict(params or {})
