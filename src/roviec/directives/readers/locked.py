"""Old office files (.doc, .xls) that ask for a password: told from their first records, before anything tries to read them."""

_SECTOR = 512  # bytes; streams of an old office file begin at a sector
_SMALL_SECTOR = 64
_WORD = b"\xec\xa5"  # how the main stream of a Word file begins
_WORD_FLAGS, _WORD_ENCRYPTED = 10, 0x0100  # where its flags stand, and the one that says so
_WORKBOOK = (b"\x09\x08\x10\x00", b"\x09\x08\x08\x00")  # the first record of an Excel workbook
_FILE_PASS = 0x2F
_RECORDS_LOOKED_AT = 4


def asks_for_password(data: bytes) -> bool:
    """Whether an old office file is encrypted. [MS-DOC] 2.5.2 (FibBase.fEncrypted), [MS-XLS] 2.4.117 (FilePass)."""
    for at in range(_SECTOR, len(data), _SECTOR):
        if data[at : at + 2] == _WORD:
            return bool(int.from_bytes(data[at + _WORD_FLAGS : at + _WORD_FLAGS + 2], "little") & _WORD_ENCRYPTED)
    for at in range(_SECTOR, len(data), _SMALL_SECTOR):
        if data[at : at + 4] in _WORKBOOK:
            return _has_file_pass(data, at)
    return False


def _has_file_pass(data: bytes, at: int) -> bool:
    for _ in range(_RECORDS_LOOKED_AT):
        kind, length = (int.from_bytes(data[at + i : at + i + 2], "little") for i in (0, 2))
        if kind == _FILE_PASS:
            return True
        at += 4 + length
    return False
