"""The demo accounts by role: who they are, and passwords made for this installation."""

from dataclasses import dataclass

from roviec.demo.arrivals import moment
from roviec.demo.cast import system_administrator
from roviec.demo.city import CITY, PARTY, TODAY
from roviec.organisation.accounts import note_own_password, renew_password
from roviec.organisation.models import Account, Mandate
from roviec.organisation.models.post import Rank
from roviec.organisation.queries.actors import actor_for


@dataclass(frozen=True, slots=True)
class Role:
    """`key` names the role in scripts; the post is found by unit code (or the start of its name), rank and title."""

    key: str
    label: str
    unit: str
    rank: str
    title: str = ""


ROLES = (
    Role("chanh-van-phong", "Chánh Văn phòng UBND Thành phố (theo dõi chung)", "Văn phòng UBND Thành phố", Rank.HEAD),
    Role("chu-tich", "Chủ tịch UBND Thành phố", CITY, Rank.LEADER),
    Role("pho-chu-tich", "Phó Chủ tịch UBND Thành phố", CITY, Rank.DEPUTY_LEADER),
    Role("giam-doc-so", "Giám đốc Sở Khoa học và Công nghệ", "Sở Khoa học và Công nghệ", Rank.HEAD),
    Role("truong-phong", "Trưởng phòng thuộc Sở Khoa học và Công nghệ", "Phòng Quản lý khoa học", Rank.HEAD),
    Role("chuyen-vien", "Chuyên viên Sở Khoa học và Công nghệ", "Phòng Quản lý khoa học", Rank.STAFF),
    Role("chu-tich-phuong", "Chủ tịch UBND phường", "Ủy ban nhân dân Phường Sài Gòn", Rank.LEADER),
    Role("van-phong-phuong", "Chánh Văn phòng HĐND và UBND phường", "Văn phòng HĐND và UBND Phường Sài Gòn", Rank.HEAD),
    Role("chuyen-vien-phuong", "Chuyên viên phường", "Phòng Văn hóa - Xã hội Phường Sài Gòn", Rank.STAFF),
    Role("bi-thu", "Bí thư Thành ủy", PARTY, Rank.LEADER),
    Role("quan-tri", "Quản trị hệ thống", "Văn phòng UBND Thành phố", Rank.STAFF, "Quản trị hệ thống"),
)


@dataclass(frozen=True, slots=True)
class DemoAccount:
    key: str
    label: str
    full_name: str
    username: str
    password: str


def account_of(role: Role) -> tuple[Account, Mandate]:
    """The account that plays the role. Raises LookupError when the city has no such post any more."""
    mandates = Mandate.objects.on(TODAY).filter(post__rank=role.rank).select_related("officer", "post", "post__unit")
    mandates = (
        mandates.filter(post__unit__code=role.unit)
        if role.unit in (CITY, PARTY)
        else mandates.filter(post__unit__name__startswith=role.unit)
    )
    if role.title:
        mandates = mandates.filter(post__title=role.title)
    mandate = mandates.order_by("post__unit__code", "post__seat").first()
    if mandate is None:
        raise LookupError(role.key)
    return Account.objects.get(officer=mandate.officer), mandate


def give_passwords() -> list[DemoAccount]:
    """New passwords for all roles; they need not be changed at first use, since this is a demo."""
    at, admin = moment(TODAY, 7, 30), system_administrator()
    given = []
    for role in ROLES:
        account, mandate = account_of(role)
        password = renew_password(account.pk, by=admin, at=at)
        account.refresh_from_db()
        note_own_password(account, at=at, by=actor_for(account, mandate, TODAY))
        given.append(DemoAccount(role.key, role.label, mandate.officer.full_name, account.username, password))
    return given
