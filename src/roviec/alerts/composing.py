"""What a message says, in words that every channel shares. In the active language: callers switch to the reader's."""

from collections.abc import Iterable
from itertools import groupby

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roviec.alerts.outgoing import Outgoing
from roviec.alerts.sentences import GROUPS
from roviec.alerts.shown import Shown
from roviec.core.notices import Group

# What cannot wait stands first.
ORDER = (Group.LATE, Group.SOON, Group.WAITING, Group.NEW, Group.DECIDED, Group.TALK)
# Nobody reads on; the page has them all.
MOST_LINES = 100
LONGEST_SUBJECT = 140


def absolute(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"


def grouped(notices: Iterable[Shown]) -> list[tuple[Group, list[Shown]]]:
    """By group in the order of urgency, each in the order given."""
    place = {group: number for number, group in enumerate(ORDER)}
    listed = sorted(notices, key=lambda one: place[one.group])
    return [(group, list(of_group)) for group, of_group in groupby(listed, key=lambda one: one.group)]


def counts(notices: Iterable[Shown]) -> str:
    """ "3 quá hạn, 2 mới giao": no title, no name."""
    return ", ".join(f"{len(of_group)} {str(GROUPS[group]).lower()}" for group, of_group in grouped(notices))


def subject(outgoing: Outgoing) -> str:
    said = _subject(outgoing)
    said = said if len(said) <= LONGEST_SUBJECT else f"{said[:LONGEST_SUBJECT].rstrip()}…"
    return _("(gửi lại) %(subject)s") % {"subject": said} if outgoing.repeated else said


def _subject(outgoing: Outgoing) -> str:
    if outgoing.kind == "confirm":
        return _("Rõ Việc: xác nhận địa chỉ nhận thông báo")
    if outgoing.kind == "test":
        return _("Rõ Việc: thư thử")
    if len(outgoing.notices) == 1:
        only = outgoing.notices[0]
        return f"{only.sentence}: {only.title}" if only.title else only.sentence
    n = len(outgoing.notices)
    said = ngettext("Rõ Việc: %(n)s thông báo", "Rõ Việc: %(n)s thông báo", n) % {"n": n}
    return f"{said} ({counts(outgoing.notices)})" if n else said


def lines(outgoing: Outgoing) -> list[tuple[str, list[Shown]]]:
    """Heading and notices of each group, MOST_LINES notices in all."""
    left, found = MOST_LINES, []
    for group, of_group in grouped(outgoing.notices):
        if left > 0:
            found.append((str(GROUPS[group]), of_group[:left]))
            left -= len(of_group)
    return found


def more(outgoing: Outgoing) -> int:
    """How many notices are left out."""
    return max(len(outgoing.notices) - MOST_LINES, 0)


def text(outgoing: Outgoing) -> str:
    said = [*_opening(outgoing)]
    for heading, notices in lines(outgoing):
        said += ["", f"{heading.upper()} ({len(notices)})"]
        for one in notices:
            said.append(f"- {one.sentence}: {one.title}" if one.title else f"- {one.sentence}")
            said += [f"  {detail}" for detail in one.details]
            if one.url:
                said.append(f"  {absolute(one.url)}")
    if n := more(outgoing):
        said += ["", ngettext("và %(n)s thông báo khác", "và %(n)s thông báo khác", n) % {"n": n}]
    return "\n".join([*said, "", "-- ", *_closing()])


def _opening(outgoing: Outgoing) -> list[str]:
    said = [_("Thư này có thể đã đến một lần: hệ thống bị ngắt trong lúc gửi.")] if outgoing.repeated else []
    if outgoing.kind == "confirm":
        said += [
            _(
                "Có người dùng Rõ Việc muốn nhận thông báo tại địa chỉ này. Nếu là bạn, hãy mở liên kết sau và xác nhận:"
            ),
            outgoing.confirm_url,
            _("Nếu không phải bạn, xin bỏ qua thư này: sẽ không có thư nào khác."),
        ]
    elif outgoing.kind == "test":
        said.append(_("Địa chỉ này nhận được thông báo của Rõ Việc."))
    return said


def _closing() -> list[str]:
    return [
        _("Thư tự động, xin không trả lời. Chọn nơi nhận thông báo: %(url)s")
        % {"url": absolute(reverse("alerts:addresses"))}
    ]
