"""A city of any size, made set-wise: units, officers, plans, tasks, clocks, holds, entries, late spells. Minutes for a million tasks.

A third of the work is planned by the city, two thirds by its wards. Of the tasks 68 % are closed, of the open ones about
one in twelve is late. Everything follows from the number of the row, so that two runs make the same city.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from django.db import connection

from benchmarks.city_sql import fill, instant, series, uid, uuid_of
from roviec.alerts.models import Notice
from roviec.custody.models import Clock, Consultation, Extension, Hold, LateSpell
from roviec.ledger.models import Entry
from roviec.organisation.models import Account, Mandate, Officer, Portfolio, Post, Unit, UnitClosure, UnitEdge
from roviec.work.models import Plan, ProgressReport, Task, TaskSupport

SEATS = 40  # in a division or office; its head is seat 0, its deputies 1 and 2
UPPER_SEATS = 4  # of a ward, a department, the city: the leader and three deputies
IN_A_WARD = 10  # offices of a ward
IN_A_PLAN = 250
FOUNDED = date(2025, 7, 1)
DAY = 86400
UNIT, POST, OFFICER, MANDATE, ACCOUNT, PLAN, TASK, HOLD, OTHER = range(1, 10)
TITLE = "Xây dựng kế hoạch và tổ chức thực hiện nội dung số %s về chuyển đổi số, cải cách thủ tục hành chính trên địa bàn, báo cáo kết quả"
FOLDED = "xay dung ke hoach va to chuc thuc hien noi dung so %s ve chuyen doi so, cai cach thu tuc hanh chinh tren dia ban, bao cao ket qua"


@dataclass(frozen=True)
class City:
    """Sizes, and the numbers of its units: divisions and offices first, then wards, departments, the city itself."""

    officers: int
    tasks: int

    @property
    def leaves(self) -> int:
        return max(15, self.officers // SEATS)

    @property
    def wards(self) -> int:
        return min(168, self.leaves * 2 // 3 // IN_A_WARD)

    @property
    def in_wards(self) -> int:
        return self.wards * IN_A_WARD

    @property
    def departments(self) -> int:
        return max(1, (self.leaves - self.in_wards) // 30)

    @property
    def in_a_department(self) -> int:
        return -(-(self.leaves - self.in_wards) // self.departments)

    @property
    def city(self) -> int:
        return self.leaves + self.wards + self.departments

    @property
    def posts(self) -> int:
        return self.leaves * SEATS + (self.city + 1 - self.leaves) * UPPER_SEATS

    def post(self, unit: int, seat: int = 0) -> int:
        """The number of a post, of who holds it and of that one's account."""
        if unit < self.leaves:
            return unit * SEATS + seat
        return self.leaves * SEATS + (unit - self.leaves) * UPPER_SEATS + seat

    def plan_of_ward(self, ward: int) -> int:
        return next(plan for plan in range(3 * self.wards + 3) if plan % 3 and plan % self.wards == ward)

    def account(self, unit: int, seat: int = 0) -> UUID:
        return uuid_of(ACCOUNT, self.post(unit, seat))

    def post_sql(self, unit: str, seat: str = "0") -> str:
        upper = f"{self.leaves * SEATS} + ({unit} - {self.leaves}) * {UPPER_SEATS} + {seat}"
        return f"(CASE WHEN {unit} < {self.leaves} THEN {unit} * {SEATS} + {seat} ELSE {upper} END)"

    def body_sql(self, unit: str) -> str:
        ward = f"WHEN {unit} < {self.in_wards} THEN {self.leaves} + {unit} / {IN_A_WARD}"
        itself = f"WHEN {unit} BETWEEN {self.leaves} AND {self.leaves + self.wards - 1} THEN {unit}"
        return f"(CASE {ward} {itself} ELSE {self.city} END)"

    def parent_sql(self, unit: str) -> str:
        """Of a leaf: its ward or department."""
        department = f"{self.leaves + self.wards} + ({unit} - {self.in_wards}) / {self.in_a_department}"
        return f"(CASE WHEN {unit} < {self.in_wards} THEN {self.leaves} + {unit} / {IN_A_WARD} ELSE {department} END)"


def build(city: City, now: datetime) -> None:
    """Fills an empty, migrated database."""
    if connection.vendor == "postgresql":
        # Keys are computed, so there is nothing to check; the checks would cost more than the rows. Needs a superuser.
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
    _organisation(city)
    _people(city)
    epoch = int(now.astimezone(UTC).timestamp())
    _numbers(city)
    _plans(city, epoch)
    _clocks(epoch)
    _tasks(city, epoch)
    _holds(epoch)
    _beside(city, epoch)
    _entries(epoch)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE piece")
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = DEFAULT")
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("ANALYZE")


def _organisation(city: City) -> None:
    units = f"(SELECT n, {city.body_sql('n')} AS body FROM {series(str(city.city))}) AS u"
    leaf = f"n < {city.leaves}"
    fill(
        Unit,
        units,
        id=uid(UNIT, "n"),
        code="'u' || n",
        name=f"CASE WHEN {leaf} THEN 'Phòng chuyên môn số ' || n WHEN body = n THEN 'Ủy ban nhân dân số ' || n ELSE 'Sở số ' || n END",
        folded=f"CASE WHEN {leaf} THEN 'phong chuyen mon so ' || n WHEN body = n THEN 'uy ban nhan dan so ' || n ELSE 'so so ' || n END",
        level=f"CASE WHEN body = {city.city} THEN 'province' ELSE 'commune' END",
        is_body="body = n",
        body=uid(UNIT, "body"),
        valid_from=f"'{FOUNDED}'",
    )
    tree = f"(SELECT n, CASE WHEN {leaf} THEN {city.parent_sql('n')} ELSE {city.city} END AS above FROM {series(str(city.city))}) AS t"
    under = f"{tree} WHERE n <> {city.city}"
    fill(UnitEdge, under, id=uid(UNIT, "n"), unit=uid(UNIT, "n"), parent=uid(UNIT, "above"), valid_from=f"'{FOUNDED}'")
    rows = (
        (tree, "n", "0"),
        (under, "above", "1"),
        (f"{tree} WHERE n < {city.leaves}", str(city.city), "2"),
    )
    for source, ancestor, depth in rows:
        fill(
            UnitClosure,
            source,
            ancestor=uid(UNIT, ancestor),
            descendant=uid(UNIT, "n"),
            depth=depth,
            valid_from=f"'{FOUNDED}'",
        )


def _people(city: City) -> None:
    at_desk = f"n < {city.leaves * SEATS}"
    unit = f"CASE WHEN {at_desk} THEN n / {SEATS} ELSE {city.leaves} + (n - {city.leaves * SEATS}) / {UPPER_SEATS} END"
    seat = f"CASE WHEN {at_desk} THEN n % {SEATS} ELSE (n - {city.leaves * SEATS}) % {UPPER_SEATS} END"
    posts = f"(SELECT n, {unit} AS unit, {seat} AS seat FROM {series(str(city.posts - 1))}) AS p"
    body = f"(unit BETWEEN {city.leaves} AND {city.leaves + city.wards - 1} OR unit = {city.city})"
    # The first department is the city's office, the first office of a ward the ward's: they track all work.
    tracks = f"seat = 0 AND (unit = {city.leaves + city.wards} OR (unit < {city.in_wards} AND unit % {IN_A_WARD} = 0))"
    fill(
        Post,
        posts,
        id=uid(POST, "n"),
        unit=uid(UNIT, "unit"),
        title=f"CASE WHEN seat = 0 AND {body} THEN 'Chủ tịch' WHEN seat = 0 THEN 'Trưởng đơn vị' WHEN seat < 3 THEN 'Phó' ELSE 'Chuyên viên' END",
        rank=f"CASE WHEN {body} AND seat = 0 THEN 'leader' WHEN {body} THEN 'deputy_leader'"
        " WHEN seat = 0 THEN 'head' WHEN seat < 3 THEN 'deputy' ELSE 'staff' END",
        seat="seat + 1",
        tracks_work=tracks,
        valid_from=f"'{FOUNDED}'",
    )
    fill(
        Officer,
        posts,
        id=uid(OFFICER, "n"),
        code="'o' || n",
        full_name="'Nguyễn Văn ' || n",
        sort_key="'nguyen van ' || n",
        folded="'nguyen van ' || n",
    )
    fill(
        Mandate,
        posts,
        id=uid(MANDATE, "n"),
        officer=uid(OFFICER, "n"),
        post=uid(POST, "n"),
        valid_from=f"'{FOUNDED}'",
    )
    fill(
        Account,
        posts,
        id=uid(ACCOUNT, "n"),
        username="'c' || n",
        password="'!'",
        officer=uid(OFFICER, "n"),
        must_change_password="false",
        date_joined=instant(0, "0"),
    )
    # Deputies of the city share its departments, each ward deputy a third of the offices.
    fill(
        Portfolio,
        f"(SELECT n FROM {series(str(city.departments - 1))}) AS d",
        id=uid(UNIT, "n"),
        post=uid(POST, f"{city.post(city.city)} + 1 + n % 3"),
        unit=uid(UNIT, f"{city.leaves + city.wards} + n"),
        valid_from=f"'{FOUNDED}'",
    )


def _numbers(city: City) -> None:
    """A temporary table: for each task who planned it, who leads, who does it, how it stands, and its dates in seconds from now."""
    divisions = city.leaves - city.in_wards
    wide = "plan % 3 = 0 AND h % 5 <> 0"
    leaf = (
        f"CASE WHEN {wide} THEN {city.in_wards} + h % {divisions} WHEN plan % 3 = 0 THEN h % {city.in_wards}"
        f" ELSE (plan % {city.wards}) * {IN_A_WARD} + h % {IN_A_WARD} END"
    )
    body = f"CASE WHEN plan % 3 = 0 THEN {city.city} ELSE {city.leaves} + plan % {city.wards} END"
    age = f"((1.0 - n / {float(city.tasks)}) * 300 + 4) * {DAY}"
    hashed = (
        f"SELECT n, n / {IN_A_PLAN} AS plan, (n * 48271 + 13) % 2147483647 AS h, (n * 69621 + 7) % 2147483647 / 97 AS g"
        f" FROM {series(str(city.tasks - 1))}"
    )
    placed = (
        f"SELECT n, plan, h, g, {leaf} AS leaf, {body} AS body, CAST({age} AS INTEGER) AS age,"
        f" CASE WHEN g % 100 < 65 THEN 'done' WHEN g % 100 < 68 THEN 'cancelled' WHEN g % 100 < 70 THEN 'unnamed'"
        f" WHEN g % 100 < 73 THEN 'assigned' WHEN g % 100 < 76 THEN 'signature' WHEN g % 100 < 79 THEN 'submitted'"
        f" WHEN g % 100 < 80 THEN 'draft' ELSE 'in_progress' END AS now_is FROM ({hashed}) AS a"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE piece AS SELECT n, plan, h, g, leaf, body, age, now_is,"
            f" CASE WHEN leaf < {city.in_wards} THEN leaf ELSE {city.parent_sql('leaf')} END AS lead,"
            f" leaf * {SEATS} + 3 + (h / 1009) % {SEATS - 3} AS post,"
            f" CASE WHEN now_is IN ('done', 'cancelled') THEN -3 * {DAY} - age * 9 / 10"
            f"   ELSE ((g / 100) % 60 - 5) * {DAY} + 3600 END AS due FROM ({placed}) AS b"
        )


def _plans(city: City, epoch: int) -> None:
    plans = "(SELECT plan, body, max(age) AS age FROM piece GROUP BY plan, body) AS p"
    fill(
        Plan,
        plans,
        id=uid(PLAN, "plan"),
        body=uid(UNIT, "body"),
        leader_post=uid(POST, city.post_sql("body")),
        code="plan || '/KH-UBND'",
        title="'Kế hoạch số ' || plan || ' về phát triển kinh tế - xã hội và chuyển đổi số'",
        folded="'ke hoach so ' || plan || ' ve phat trien kinh te - xa hoi va chuyen doi so'",
        created_at=instant(epoch, f"-age - {DAY}"),
    )


CLOSED = "now_is IN ('done', 'cancelled')"
LATE = f"NOT {CLOSED} AND now_is NOT IN ('draft', 'submitted') AND due < 0"


def _clocks(epoch: int) -> None:
    due = instant(epoch, "due")
    finished = f"due - {DAY} + (g % 11) * {DAY} / 4"
    fill(
        Clock,
        "piece",
        id=uid(TASK, "n"),
        kind="'task'",
        counts="now_is <> 'draft'",
        body=uid(UNIT, "body"),
        unit=uid(UNIT, "lead"),
        holder_unit=uid(UNIT, "leaf"),
        holder_post=f"CASE WHEN now_is = 'unnamed' THEN NULL WHEN now_is = 'signature' THEN {uid(POST, f'leaf * {SEATS}')}"
        f" ELSE {uid(POST, 'post')} END",
        hold_kind="CASE WHEN now_is IN ('unnamed', 'signature') THEN now_is WHEN now_is IN ('submitted', 'done') THEN 'acceptance'"
        " WHEN now_is = 'draft' THEN 'drafting' ELSE 'working' END",
        doer_unit=f"CASE WHEN now_is <> 'unnamed' THEN {uid(UNIT, 'leaf')} END",
        held_since=instant(epoch, f"-age + {DAY}"),
        started_at=instant(epoch, "-age"),
        last_sign_at=instant(epoch, "-age / 2"),
        due=due,
        due_original=due,
        soon_from=instant(epoch, f"due - 3 * {DAY}"),
        finished_at=f"CASE WHEN now_is IN ('done', 'submitted') THEN {instant(epoch, finished)} END",
        late_since=f"CASE WHEN {LATE} THEN {due} END",
        closed_at=f"CASE WHEN {CLOSED} THEN {instant(epoch, finished)} END",
        closing=f"CASE WHEN {CLOSED} THEN now_is ELSE '' END",
    )
    for one, condition, until in (
        ("n", LATE, "NULL"),
        ("n + 100000000", "now_is = 'done' AND g % 11 > 4", instant(epoch, finished)),
    ):
        fill(
            LateSpell,
            f"piece WHERE {condition}",
            id=uid(HOLD, one),
            clock=uid(TASK, "n"),
            due=due,
            since=due,
            until=until,
            unit=uid(UNIT, "lead"),
            head_mandate=uid(MANDATE, f"leaf * {SEATS}"),
            holder_unit=uid(UNIT, "leaf"),
            holder_post=uid(POST, "post"),
        )


def _tasks(city: City, epoch: int) -> None:
    before, after = (part.replace("'", "''") for part in TITLE.split("%s"))
    folded = FOLDED.split("%s")
    fill(
        Task,
        "piece",
        id=uid(TASK, "n"),
        version="3",
        ledger_seq="3",
        ledger_hash=f"'{'0' * 64}'",
        clock=uid(TASK, "n"),
        plan=uid(PLAN, "plan"),
        number=f"(n % {IN_A_PLAN} + 1) || ''",
        order=f"n % {IN_A_PLAN}",
        state="CASE WHEN now_is IN ('unnamed', 'signature') THEN 'in_progress' ELSE now_is END",
        title=f"'{before}' || n || '{after}'",
        folded=f"'{folded[0]}' || n || '{folded[1]}'",
        deliverable="'Báo cáo kết quả thực hiện'",
        lead_unit=uid(UNIT, "lead"),
        accountable_post=uid(POST, f"leaf * {SEATS}"),
        person_post=f"CASE WHEN now_is <> 'unnamed' THEN {uid(POST, 'post')} END",
        authority="'Chủ tịch phê duyệt'",
        progress="CASE WHEN now_is = 'done' THEN 100 ELSE g % 90 END",
        assigned_by_post=uid(POST, city.post_sql("body")),
        assigned_at=instant(epoch, f"-age + {DAY}"),
        created_at=instant(epoch, "-age"),
        done_at=f"CASE WHEN now_is = 'done' THEN {instant(epoch, f'due - {DAY} + (g % 11) * {DAY} / 4')} END",
    )
    fill(
        TaskSupport,
        "piece WHERE n % 3 = 0",
        task=uid(TASK, "n"),
        unit=uid(UNIT, f"(g / 7) % {city.leaves}"),
    )


def _holds(epoch: int) -> None:
    for one, since, until, how in (
        ("2 * n", "-age", f"-age + {DAY}", "assigned"),
        ("2 * n + 1", f"-age + {DAY}", "", "named"),
    ):
        fill(
            Hold,
            "piece",
            id=uid(HOLD, one),
            clock=uid(TASK, "n"),
            unit=uid(UNIT, "leaf"),
            post=uid(POST, "post"),
            kind="'working'",
            how=f"'{how}'",
            since=instant(epoch, since),
            until=instant(epoch, until) if until else "NULL",
        )


def _beside(city: City, epoch: int) -> None:
    fill(
        ProgressReport,
        "piece WHERE n % 2 = 0",
        id=uid(OTHER, "n"),
        task=uid(TASK, "n"),
        at=instant(epoch, "-age / 2"),
        progress="g % 90",
        text="'Đã tổng hợp ý kiến các đơn vị, đang hoàn thiện dự thảo'",
        author=uid(OFFICER, "post"),
    )
    fill(
        Consultation,
        "piece WHERE n % 50 = 7",
        id=uid(OTHER, "n"),
        clock=uid(TASK, "n"),
        unit=uid(UNIT, f"(g / 7) % {city.leaves}"),
        question="'Đề nghị cho ý kiến về dự thảo'",
        asked_at=instant(epoch, "-age / 2"),
        due=instant(epoch, f"-age / 2 + 5 * {DAY}"),
        answered_at=f"CASE WHEN {CLOSED} THEN {instant(epoch, '-age / 3')} END",
    )
    fill(
        Extension,
        "piece WHERE n % 50 = 9",
        id=uid(OTHER, "n"),
        clock=uid(TASK, "n"),
        state=f"CASE WHEN {CLOSED} THEN 'refused' ELSE 'asked' END",
        old_due=instant(epoch, "due"),
        new_due=instant(epoch, f"due + 7 * {DAY}"),
        reason="'Chờ hướng dẫn'",
        asked_at=instant(epoch, f"due - 7 * {DAY}"),
        asked_by_post=uid(POST, "post"),
    )
    fill(
        Notice,
        "piece",
        id=uid(OTHER, "n"),
        officer=uid(OFFICER, "post"),
        kind="'assigned'",
        thing_kind="'work.task'",
        thing_id=uid(TASK, "n"),
        at=instant(epoch, f"-age + {DAY}"),
        key="'assigned:' || n",
        read_at=f"CASE WHEN {CLOSED} OR n % 4 > 0 THEN {instant(epoch, f'-age + 2 * {DAY}')} END",
    )


def _entries(epoch: int) -> None:
    """Three for each task, in the order of their streams' numbers; the hashes are not those of a chain."""
    for seq, verb, condition in ((1, "created", ""), (2, "assigned", ""), (3, "progress_reported", " WHERE n % 2 = 0")):
        fill(
            Entry,
            f"piece{condition}",
            stream_kind="'work.task'",
            stream_id=uid(TASK, "n"),
            seq=str(seq),
            verb=f"'{verb}'",
            at=instant(epoch, f"-age + {seq} * 3600"),
            recorded_at=instant(epoch, f"-age + {seq} * 3600"),
            account_id=uid(ACCOUNT, "post"),
            account_label="'Nguyễn Văn ' || post",
            mandate_id=uid(MANDATE, "post"),
            mandate_label="'Chuyên viên, Phòng chuyên môn số ' || leaf",
            data="'{\"progress\":' || (g % 90) || ',\"unit_name\":\"Phòng chuyên môn số ' || leaf || '\"}'",
            previous_hash=f"'{'0' * 64}'",
            hash=f"'{'0' * 64}'",
        )
