"""A small town for tests of work: one state body with three units, a ward under it, a party body beside it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from roviec.core.actor import Actor
from roviec.core.text import fold
from roviec.core.unit_names import name_key
from roviec.organisation.models import Account, Mandate, Officer, Portfolio, Post, Unit, UnitClosure, UnitEdge
from roviec.organisation.models.post import Rank
from roviec.organisation.queries.actors import actor_for
from roviec.work.actions import TaskFields, assign_task, create_plan, create_task
from roviec.work.models import Plan, Task

DAY = date(2025, 1, 1)
# Monday 1 December 2025, 08:00 in Ho Chi Minh City.
NOW = datetime(2025, 12, 1, 1, 0, tzinfo=UTC)


def later(days: int = 0, hours: int = 0) -> datetime:
    return NOW + timedelta(days=days, hours=hours)


@dataclass
class Town:
    units: dict[str, Unit] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    mandates: dict[str, Mandate] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    plan: Plan | None = None

    def unit(self, key: str, name: str, *, parent: str | None = None, body: bool = False, **more: object) -> Unit:
        unit = Unit(code=key, name=name, folded=name_key(name), level="commune", valid_from=DAY, is_body=body, **more)
        above = self.units.get(parent) if parent else None
        unit.body_id = unit.pk if body else above.body_id
        unit.save()
        self.units[key] = unit
        UnitClosure.objects.create(ancestor=unit, descendant=unit, depth=0, valid_from=DAY)
        if above:
            UnitEdge.objects.create(unit=unit, parent=above, valid_from=DAY)
            for row in UnitClosure.objects.filter(descendant=above):
                UnitClosure.objects.create(ancestor=row.ancestor, descendant=unit, depth=row.depth + 1, valid_from=DAY)
        return unit

    def seat(self, key: str, unit: str, title: str, rank: Rank, **more: object) -> Post:
        post = Post.objects.create(unit=self.units[unit], title=title, rank=rank, valid_from=DAY, **more)
        officer = Officer.objects.create(
            code=key, full_name=f"Nguyễn Văn {key}", sort_key=key, folded=fold(f"Nguyễn Văn {key}")
        )
        self.accounts[key] = Account.objects.create(username=key, officer=officer, must_change_password=False)
        self.mandates[key] = Mandate.objects.create(officer=officer, post=post, valid_from=DAY)
        self.posts[key] = post
        return post

    def actor(self, key: str) -> Actor:
        """As of 1 December 2025, worked out once."""
        if key not in self.actors:
            self.actors[key] = actor_for(self.accounts[key], self.mandates[key], date(2025, 12, 1))
        return self.actors[key]

    def fields(self, **changed: object) -> TaskFields:
        """A task with all six things clear, led by the culture unit."""
        values: dict[str, object] = {
            "title": "Xây dựng phương án tổ chức lễ hội đường hoa xuân",
            "deliverable": "Phương án được duyệt",
            "lead_unit": self.units["culture"],
            "accountable_post": self.posts["culture_head"],
            "authority": "Chủ tịch UBND phường phê duyệt",
            "due": date(2025, 12, 12),
        }
        return TaskFields(**(values | changed))

    def draft(self, **changed: object) -> Task:
        return create_task(self.plan, self.fields(**changed), by=self.actor("tracker"), at=NOW)

    def assigned(self, **changed: object) -> Task:
        """Assigned by the chairman to the culture unit, with the named officer unless `person_post` says otherwise."""
        task = self.draft(**({"person_post": self.posts["officer"]} | changed))
        return assign_task(task, by=self.actor("chairman"), at=NOW)


def build() -> Town:
    town = Town()
    town.unit("city", "Ủy ban nhân dân Thành phố", body=True)
    town.unit("ward", "Ủy ban nhân dân phường Bến Thành", parent="city", body=True)
    town.unit("office", "Văn phòng HĐND và UBND", parent="ward")
    town.unit("culture", "Phòng Văn hóa - Xã hội", parent="ward")
    town.unit("economy", "Phòng Kinh tế, Hạ tầng và Đô thị", parent="ward")
    town.unit("party", "Đảng ủy phường Bến Thành", body=True, side="party")
    town.seat("mayor", "city", "Chủ tịch UBND Thành phố", Rank.LEADER)
    town.seat("chairman", "ward", "Chủ tịch UBND phường", Rank.LEADER)
    town.seat("vice", "ward", "Phó Chủ tịch UBND phường", Rank.DEPUTY_LEADER)
    town.seat("tracker", "office", "Chánh Văn phòng", Rank.HEAD, tracks_work=True)
    town.seat("admin", "office", "Quản trị hệ thống", Rank.STAFF, administers=True)
    town.seat("culture_head", "culture", "Trưởng phòng", Rank.HEAD)
    town.seat("culture_deputy", "culture", "Phó Trưởng phòng", Rank.DEPUTY)
    town.seat("officer", "culture", "Chuyên viên", Rank.STAFF, seat=1)
    town.seat("colleague", "culture", "Chuyên viên", Rank.STAFF, seat=2)
    town.seat("economy_head", "economy", "Trưởng phòng", Rank.HEAD)
    town.seat("economy_officer", "economy", "Chuyên viên", Rank.STAFF)
    town.seat("secretary", "party", "Bí thư Đảng ủy", Rank.LEADER)
    town.seat("party_officer", "party", "Chuyên viên Văn phòng Đảng ủy", Rank.STAFF)
    Portfolio.objects.create(post=town.posts["vice"], unit=town.units["culture"], valid_from=DAY)
    town.plan = create_plan(
        title="Chương trình công tác tháng 12", by=town.actor("chairman"), at=NOW, leader_post=town.posts["chairman"]
    )
    return town
