"""Opinions that changed nothing: those that say yes and no more.

A rule of words on purpose: what else an answer brought, people see themselves; it is shown with its text.
"""

import re

from roviec.core.text import fold

_YES = re.compile(r"\b(thong nhat|nhat tri|dong y|khong co y kien|khong co gi them|khong y kien|co ban thong nhat)\b")
_NO = re.compile(r"\b(?:khong|chua) (?:dong y|thong nhat|nhat tri)\b")
_MORE = re.compile(
    r"\b(tuy nhien|de nghi (?!thong nhat)|bo sung|chinh sua|sua doi|luu y|kien nghi|can (?!thiet)|ngoai ra|rieng|dieu chinh"
    r"|thay the|neu ro|lam ro|ra soat)\b"
)
_WITHOUT = re.compile(
    r"\bkhong (?:co )?(?:y kien )?(?:de nghi )?(?:gi )?(?:bo sung|chinh sua|sua doi|dieu chinh|kien nghi)(?: gi)?(?: them)?\b"
)
_MOST_WORDS = 40


def only_agrees(answer: str) -> bool:
    """Whether an answer only agrees: short, with a word of consent, without one of change."""
    said = fold(answer)
    if len(said.split()) > _MOST_WORDS or not (_YES.search(said) or _WITHOUT.search(said)):
        return False
    return not _NO.search(said) and not _MORE.search(_WITHOUT.sub(" ", said))
