"""What a document consists of, when its provisions take effect and what they wait for, and passages found by their words.

split(document) -> list[Passage]                      Phần, Chương, Mục, Điều, khoản, điểm; of other documents numbered items and table rows
read_effect(passages, issued_on) -> Effect            from when, which provisions from another day, what ends, what is transitional
read_awaited(passages) -> list[Awaited]               who must still issue guidance on which provision
"""

from roviec.core.provisions.effect import Effect, read_effect
from roviec.core.provisions.guidance import Awaited, read_awaited
from roviec.core.provisions.model import Level, Passage
from roviec.core.provisions.splitting import is_legal, split

__all__ = ["Awaited", "Effect", "Level", "Passage", "is_legal", "read_awaited", "read_effect", "split"]
