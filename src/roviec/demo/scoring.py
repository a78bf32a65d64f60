"""January, February and March 2026 scored in one ward and one department of the demo city: lists of products, sheets, confirming, closing.

January and February are closed; March is open, most have sent their sheets, and a newcomer can confirm and close it.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files
from random import Random

from roviec.core.actor import Actor
from roviec.core.problems import Invalid
from roviec.demo.arrivals import moment
from roviec.demo.cast import Cast
from roviec.demo.city import CITY
from roviec.demo.life import Steps
from roviec.demo.months import CATALOGUE, DEPARTMENT, WARD, department_list
from roviec.evaluation.actions import confirming, sheets
from roviec.evaluation.actions.appeals import appeal_sheet
from roviec.evaluation.actions.catalogue import import_catalogue, publish_catalogue
from roviec.evaluation.actions.periods import close_period
from roviec.evaluation.actions.rules import set_rules
from roviec.evaluation.models import Product, ScoringPeriod, Sheet
from roviec.evaluation.queries.competent import confirmer_of
from roviec.evaluation.queries.unit_lists import facts_to_say
from roviec.evaluation.readers.catalogue import read_catalogue
from roviec.organisation.models import Unit

IN_FORCE = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class MonthDays:
    """When a month is opened, written, confirmed and closed; the last is still open."""

    period: str
    opened: date
    written: date
    confirmed: date | None = None
    closed: date | None = None


MONTHS = (
    MonthDays("2026-01", date(2026, 1, 5), date(2026, 1, 30), date(2026, 2, 2), date(2026, 2, 4)),
    MonthDays("2026-02", date(2026, 2, 2), date(2026, 2, 27), date(2026, 3, 2), date(2026, 3, 4)),
    MonthDays("2026-03", date(2026, 3, 2), date(2026, 3, 30)),
)
# Item of form 01 -> what people give themselves, the highest most often.
OWN = {"I": ("5", "5", "4.5", "4"), "II": ("2.5", "2.25", "2", "2"), "III": ("2", "1.75", "1.5", "2.25")}
ITEMS = {"I": 2, "II": 4, "III": 4}
STRENGTHS = (
    "Chủ động, bảo đảm tiến độ phần việc được giao.",
    "Phối hợp tốt với các bộ phận.",
    "Nắm chắc nghiệp vụ.",
    "",
)
SHORTCOMINGS = ("Một số văn bản còn phải sửa về số liệu.", "", "Chưa có sáng kiến mới trong tháng.", "")
APPEAL = (
    "Nhiệm vụ bị tính chậm do phải chờ số liệu của đơn vị khác, đã có giải trình; đề nghị xem xét lại điểm tiến độ."
)


def bring_in_lists(cast: Cast) -> None:
    """The real list of a commune for the ward, a short one for the city's department, both in force from the first day of the year."""
    ward, city = Unit.objects.get(name=WARD), Unit.objects.get(code=CITY)
    home = cast.head(Unit.objects.get(name="Phòng Tổ chức chính quyền, Sở Nội vụ").pk)
    for unit, data, keeper, decision in (
        (ward, (files("roviec.demo") / CATALOGUE).read_bytes(), cast.head(ward.pk), "06/QĐ-UBND"),
        (city, department_list().encode(), home, "31/QĐ-UBND"),
    ):
        if keeper is None:
            raise LookupError(unit.name)
        rows, _remarks = read_catalogue(data, "danh-muc.tsv")
        at = moment(date(2026, 1, 2), 9)
        title = f"Danh mục sản phẩm, công việc quy đổi của {unit.name}"
        draft = import_catalogue(unit, rows, title=title, by=keeper, at=at, file_name="danh-muc.tsv")
        publish_catalogue(draft, valid_from=IN_FORCE, decision=f"{decision} ngày 02/01/2026", by=keeper, at=at)


class Scoring:
    """One ward, or one department that scores for itself, month by month."""

    def __init__(self, unit: str, cast: Cast, random: Random) -> None:
        self.unit = Unit.objects.get(name=unit)
        leader = cast.head(self.unit.pk)
        if leader is None:
            raise LookupError(unit)
        self.leader: Actor = leader
        self.cast, self.random = cast, random

    def steps(self) -> Steps:
        yield moment(date(2026, 1, 2), 14)
        decider = self.cast.head(Unit.objects.get(code=CITY).pk) if not self.unit.is_body else self.leader
        if decider is None:
            raise LookupError(CITY)
        basis = "Quy chế theo dõi, đánh giá công chức năm 2026"
        set_rules(self.unit, since=IN_FORCE, by=decider, at=moment(date(2026, 1, 2), 14), basis=basis)
        for month in MONTHS:
            yield (at := moment(month.opened, 10))
            period = sheets.open_period(self.unit, month.period, by=self.leader, at=at)
            yield (at := moment(month.written, 15))
            sheets.fill(period, by=self.leader, at=at)
            self._write(period, at, all_of_them=month.confirmed is not None)
            if month.confirmed is None or month.closed is None:
                return
            yield (at := moment(month.confirmed, 14))
            self._confirm(period, at)
            yield (at := moment(month.closed, 16))
            close_period(period, by=self.leader, at=at)
            if month is MONTHS[1]:
                yield (at := moment(date(2026, 3, 26), 9))
                self._appeal(period, at)

    def _rows(self, period: ScoringPeriod) -> list[Sheet]:
        """Staff first, then deputies, then heads, those of lower units before those above."""
        rows = Sheet.objects.filter(period=period).select_related("period", "mandate", "unit", "officer")
        order = [Sheet.Role.STAFF.value, Sheet.Role.DEPUTY.value, Sheet.Role.HEAD.value]
        return sorted(rows, key=lambda one: (one.unit_id == self.unit.pk, order.index(one.role), one.officer.code))

    def _actor(self, sheet: Sheet) -> Actor:
        actor = self.cast.actor(sheet.mandate.post_id)
        if actor is None:
            raise LookupError(sheet.officer.code)
        return actor

    def _write(self, period: ScoringPeriod, at: datetime, *, all_of_them: bool) -> None:
        for n, sheet in enumerate(self._rows(period)):
            if not all_of_them and (n % 5 == 4 or sheet.role == Sheet.Role.HEAD):
                continue
            actor = self._actor(sheet)
            points = {
                f"{part}.{i}": self.random.choice(OWN[part]) for part, many in ITEMS.items() for i in range(1, many + 1)
            }
            strengths, shortcomings = self.random.choice(STRENGTHS), self.random.choice(SHORTCOMINGS)
            sheets.score_own(sheet, points, by=actor, at=at, strengths=strengths, shortcomings=shortcomings)
            if n % 6 == 1 and sheet.role == Sheet.Role.STAFF:
                self._add(sheet, actor, at)
            sheets.send_sheet(sheet, by=actor, at=at)

    def _add(self, sheet: Sheet, actor: Actor, at: datetime) -> None:
        """Sudden work that came by telephone: with who ordered it and the document that followed."""
        body = sheet.period.body_id
        products = Product.objects.filter(catalogue__body=body, catalogue__valid_to=None, part=Product.Part.SHARED)
        product = products.order_by("order").first()
        if product is None:
            return
        sheets.add_product(
            sheet,
            product,
            origin="sudden",
            quantity=Decimal(1),
            done=Decimal(1),
            text="Tổng hợp nhanh số liệu phục vụ đoàn kiểm tra",
            assigned_by=self.leader.account_label,
            basis=f"Công văn số {self.random.randint(100, 900)}/UBND-VP",
            by=actor,
            at=at,
        )

    def _confirm(self, period: ScoringPeriod, at: datetime) -> None:
        for n, sheet in enumerate(self._rows(period)):
            post = confirmer_of([sheet], at.date()).get(sheet.pk)
            actor = self.cast.actor(post)
            if actor is None:
                raise LookupError(f"{sheet.officer.code}: {post}")
            for addition in sheet.additions.filter(accepted=None, withdrawn_at=None):
                confirming.decide_addition(addition, accepted=True, by=actor, at=at)
            if facts := facts_to_say(sheet, at):
                values = {key: key == "initiative" and self.random.random() < 0.4 for key in facts}
                why = "Theo dõi thường xuyên trong tháng; không có phản ánh, kiến nghị."
                confirming.say_unit_facts(sheet, values=values, why=why, by=actor, at=at)
            if n % 4 == 2:
                points, comment = {"III.1": "1.5"}, "Chưa có sản phẩm đổi mới cụ thể trong tháng."
            else:
                points, comment = {}, ""
            confirming.confirm_sheet(sheet, by=actor, at=at, points=points, comment=comment)

    def _appeal(self, period: ScoringPeriod, at: datetime) -> None:
        """Whoever of the staff came out lowest asks for another look; the seven working days run."""
        lowest = Sheet.objects.filter(period=period, role=Sheet.Role.STAFF, total__isnull=False).order_by(
            "total", "officer__code"
        )
        sheet = lowest.select_related("mandate", "officer").first()
        if sheet is not None:
            with suppress(Invalid):
                appeal_sheet(sheet, text=APPEAL, by=self._actor(sheet), at=at)


def scoring(cast: Cast, random: Random) -> Iterator[Steps]:
    for unit in (WARD, DEPARTMENT):
        yield Scoring(unit, cast, random).steps()
