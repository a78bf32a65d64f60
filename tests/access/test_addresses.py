"""Every address of the house, found in the resolver, opened as a visitor and in every role: who gets in is what the table says."""

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from roviec.alerts.models import Notice
from roviec.boards.actions import save_view
from roviec.core.calendar_layers import CalendarEdit
from roviec.core.calendars import SpecialDay
from roviec.custody.actions.calendars import change_calendar
from roviec.directives.actions import ArrivalFields, receive_directive, take_in_arrivals
from roviec.meetings.actions import CommitteeFields, add_matter, call_meeting, create_committee
from roviec.organisation import actions as organisation
from roviec.organisation.actions.restructuring import Plan
from roviec.organisation.middleware import SESSION_KEY
from roviec.organisation.models.post import Rank
from roviec.reports.actions import DemandFields, ReportFields, create_demand, draft_report, send_demand
from roviec.reports.actions.asking import FigureWanted
from roviec.reports.models import Answer, Demand
from roviec.voice.actions import raise_obstacle
from roviec.web import clock
from roviec.work import actions
from roviec.work.models import Attachment
from roviec.work.readers.project import read_project
from roviec.work.readers.tracking import read_tracking
from tests.access.addresses import OF_A_SIGN_IN, OPEN, OPENED, ROLES, SENT
from tests.access.graded import graded_things
from tests.access.promised import promised_things
from tests.access.reviewed import reviewed_things
from tests.access.scored import scored_things
from tests.work.town import NOW, Town, build, later

SAMPLE = Path(__file__).parents[1] / "directives" / "samples" / "kh-617.docx"
PROJECT = Path(__file__).parents[1] / "cli" / "samples" / "plans" / "task-links-project2003-mspdi.xml"
SEATS = {
    "officer": "officer",
    "head": "culture_head",
    "leader": "chairman",
    "tracker": "tracker",
    "clerk": "clerk",
    "admin": "admin",
    "elsewhere": "party_clerk",
}
ASKED = {
    "api-v1:search_provisions": "?q=so",
    "api-v1:list_grades": "?year=2026",
    "api-v1:find": "?name=UBND",
    "work:gantt_news": "?tu=0-0-0",
}
PLAN_ROWS = ("get_plan", "edit_plan", "plan_gantt", "plan_links", "compare_plan", "programme")
BASELINES = ("list_baselines", "freeze_baseline")
Arguments = Callable[[str], dict[str, Any]]


def names(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """The full name of every address; of one without a name its pattern, which stands in no table."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or pattern.pattern}"


def test_every_address_is_in_the_table_once() -> None:
    tables = [set(OPEN), set(OPENED), set(SENT), set(OF_A_SIGN_IN)]
    listed = set().union(*tables)
    assert sum(map(len, tables)) == len(listed), "an address stands in two tables"
    assert set(names()) - listed == set(), "new addresses: say in tests/access/addresses.py who may open them"
    assert listed - set(names()) == set(), "these addresses are gone"


@pytest.fixture
def town(db: None, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "system_now", lambda: later(days=1))
    town = build()
    town.seat("clerk", "office", "Chuyên viên tổ chức", Rank.STAFF, keeps_register=True)
    town.seat("party_clerk", "party", "Chuyên viên tổ chức Đảng", Rank.STAFF, keeps_register=True)
    return town


@pytest.fixture
def arguments(town: Town) -> Arguments:
    """What each address is opened with: a thing of the ward, in the state that the step is for."""
    by, at, unit = town.actor("clerk"), NOW, town.units["culture"]
    task = actions.accept_task(town.assigned(), by=town.actor("officer"), at=NOW)
    other = actions.accept_task(town.assigned(title="Báo cáo kết quả hội thi"), by=town.actor("officer"), at=NOW)
    stored = actions.store_file(b"%PDF-1.4\n%%EOF\n", "bao-cao.pdf", at=NOW)
    actions.submit_deliverable(other, files=[(stored, "bao-cao.pdf")], by=town.actor("officer"), at=NOW)
    directive = receive_directive(SAMPLE.read_bytes(), SAMPLE.name, by=town.actor("tracker"), at=NOW).directive
    proposal, provision = directive.proposals.first(), directive.provisions.first()
    guidance = directive.guidance.create(provision=provision, article=provision, issuer="Chính phủ", text="")
    line = ArrivalFields(subject="Báo cáo giải ngân", number="12/STC", issuer="Sở Tài chính")
    arrival = take_in_arrivals([line], source="page", by=town.actor("tracker"), at=NOW).new[0]
    notice = Notice.objects.create(
        officer=town.accounts["officer"].officer,
        kind="assigned",
        thing_kind="work.task",
        thing_id=task.pk,
        at=NOW,
        key="k",
    )
    function = organisation.add_function(
        organisation.NewFunction(unit=unit.pk, text="Di tích", valid_from=date(2025, 1, 1)), by=by, at=at
    )
    register = organisation.check_register(
        "Mã cán bộ,Họ và tên\nN1,Phạm Văn Đức\n".encode(), "a.csv", "officers", by=by, at=at, day=date(2025, 12, 1)
    )
    event = organisation.draft_restructuring(
        "rename", Plan((unit.pk,), name="Phòng Văn hóa"), title="Đổi tên", effective_on=date(2025, 12, 1), by=by, at=at
    )
    day_off = CalendarEdit(days=(SpecialDay(date(2026, 3, 3), "holiday", "Nghỉ bão"),))
    change = change_calendar("vn", day_off, by=town.actor("admin"), at=at)
    table = "STT,Nhiệm vụ,Chủ trì\n1,Báo cáo,UBND phường\n".encode()
    sent = {"by": town.actor("tracker"), "at": NOW}
    brought = actions.receive_tracking(town.plan, read_tracking(table, "a.csv"), table, "a.csv", **sent)
    project_file = PROJECT.read_bytes()
    project = actions.receive_project(None, read_project(project_file), project_file, PROJECT.name, **sent)
    things: dict[str, dict[str, Any]] = {
        "organisation:unit": {"pk": unit.pk},
        "organisation:unit_do": {"pk": unit.pk, "verb": "doi-ten"},
        "organisation:post_do": {"pk": town.posts["officer"].pk, "verb": "phu-trach"},
        "organisation:mandate_do": {"pk": town.mandates["colleague"].pk, "verb": "ket-thuc"},
        "organisation:end": {"kind": "chuc-nang", "pk": function.pk},
        "organisation:officer": {"pk": town.accounts["colleague"].officer_id},
        "organisation:officer_do": {"pk": town.accounts["colleague"].officer_id, "verb": "vang-mat"},
        "organisation:import_template": {"kind": "units"},
        "organisation:import": {"pk": register.pk},
        "organisation:import_refused": {"pk": register.pk},
        "organisation:restructuring": {"pk": event.pk},
        "organisation:account": {"pk": town.accounts["colleague"].pk},
        "organisation:account_do": {"pk": town.accounts["colleague"].pk, "verb": "khoa"},
        **{
            f"custody:{name}": {"code": "vn"}
            for name in ("calendar", "calendar_file", "special_day", "holiday_list", "check_again")
        },
        "custody:opening_hours": {"pk": unit.pk},
        "custody:calendar_change": {"pk": change.pk},
        "custody:due": {"pk": task.pk},
        "custody:chain": {"pk": task.pk},
        "custody:unit_hands": {"pk": unit.pk},
        "custody:passing": {"pk": unit.pk},
        **{f"custody:{name}": {"pk": task.pk} for name in ("remark", "spot_check")},
        "api-v1:calendar": {"code": "vn"},
        "api-v1:explain_due": {"pk": task.pk},
        "api-v1:unit_hands": {"unit_id": unit.pk},
        "api-v1:way_of_work": {"work_id": task.pk},
        "api-v1:warnings_of": {"task_id": task.pk},
        "api-v1:set_preference": {"channel": "email"},
        "work:plan_from_file_do": {"brought": project.pk},
        "work:plan_brought": {"pk": town.plan.pk, "brought": brought.pk},
        **{f"work:unit_{name}": {"pk": unit.pk} for name in ("take", "file")},
        **{f"work:officer_{name}": {"pk": town.accounts["officer"].officer_id} for name in ("take", "file")},
        "work:task_new": {"plan": town.plan.pk},
        "work:gantt_why": {"pk": town.plan.pk, "task": task.pk},
        "work:task": {"pk": task.pk},
        "work:parts": {"pk": task.pk},
        "evaluation:yields": {"pk": task.pk},
        "work:task_do": {"pk": task.pk, "verb": "report_progress"},
        "work:file": {"pk": Attachment.objects.get().pk},
        "work:unit_chart": {"pk": unit.pk},
        "work:unit_gantt": {"pk": unit.pk},
        "work:officer_chart": {"pk": town.accounts["officer"].officer_id},
        "work:officer_gantt": {"pk": town.accounts["officer"].officer_id},
        "alerts:open": {"pk": notice.pk},
        "alerts:climb": {"pk": task.pk},
        "alerts:snooze": {"pk": notice.pk},
        "alerts:address_confirm": {"token": "x"},
        "boards:unit": {"pk": unit.pk},
        **{f"api-v1:{name}": {"pk": directive.pk} for name in ("get_directive", "provisions", "readiness")},
        "directives:effect_await": {"pk": directive.pk, "provision_pk": provision.pk},
        "directives:carrying": {"pk": directive.pk, "provision_pk": provision.pk},
        "directives:effect_fulfil": {"pk": directive.pk, "guidance_pk": guidance.pk},
        "api-v1:unit": {"pk": unit.pk},
        "api-v1:officer": {"pk": town.accounts["officer"].officer_id},
        "api-v1:mandate": {"pk": town.mandates["officer"].pk},
        **{
            f"api-v1:{name}": {"task_id": task.pk}
            for name in ("get_task", "edit_task", "history", "slips", "get_yields", "put_yields", "suggested_products")
        },
        **{f"api-v1:{name}": {"plan_id": town.plan.pk} for name in (*PLAN_ROWS, *BASELINES)},
        **{
            f"directives:arrival_{name}": {"pk": arrival.pk, "verb": "de-biet"}
            for name in ("decide", "instruct", "answered")
        },
        **{f"directives:{name}": {"pk": directive.pk, "proposal_pk": proposal.pk} for name in ("proposal", "split")},
    }
    fields = CommitteeFields(name="Giao ban", chair_post=town.posts["chairman"].pk)
    committee = create_committee(fields, by=town.actor("tracker"), at=NOW)
    meeting = call_meeting(committee, on=NOW, by=town.actor("tracker"), at=NOW)
    matter = add_matter(meeting, "Chợ hoa Tết", by=town.actor("tracker"), at=NOW)
    things |= {f"meetings:{name}": {"pk": committee.pk} for name in ("committee", "edit", "call")}
    things |= {
        f"api-v1:{name}": {"pk": committee.pk}
        for name in ("get_committee", "edit_committee", "list_meetings", "call_meeting")
    }
    things |= {f"api-v1:{name}": {"pk": meeting.pk} for name in ("get_meeting", "get_notice", "get_report")}
    things["meetings:settle"] = {"pk": meeting.pk, "kind": "noi-dung", "thing_pk": matter.pk}
    obstacle = raise_obstacle(task, text="Thiếu kinh phí", wanted="Bổ sung", by=town.actor("officer"), at=NOW)
    things |= {f"voice:{name}": {"pk": obstacle.pk, "verb": "answer_obstacle"} for name in ("obstacle", "step")}
    things["voice:new"] = {"task_pk": task.pk}
    things["api-v1:get_obstacle"] = {"obstacle_id": obstacle.pk}
    saved = save_view(name="Quá hạn", path="/danh-sach/", query="", shared=True, by=town.actor("tracker"), at=NOW)
    things |= {f"boards:{name}": {"pk": saved.pk} for name in ("view", "view_delete")}
    demand, answer = asked_for(town)
    things |= {f"reports:{name}": {"pk": demand.pk} for name in ("demand", "demand_edit", "demand_send", "demand_end")}
    things |= {f"reports:{name}": {"pk": answer.round_id} for name in ("compiled", "press", "take", "round_close")}
    things |= {"reports:answer": {"pk": answer.pk}, "reports:indicator": {"pk": demand.indicators.get().pk}}
    wanted = ReportFields(title="Tình hình tháng 12", period="2025-12", plan=town.plan.pk)
    things |= {f"api-v1:{name}": {"demand_id": demand.pk} for name in ("get_demand", "send_demand")}
    report = draft_report(wanted, by=town.actor("tracker"), at=NOW)
    things |= {f"api-v1:{name}": {"report_id": report.pk} for name in ("period_report", "report_lines")}
    things |= {f"boards:{name}": {"pk": town.plan.pk} for name in ("publication", "withdraw")}
    things |= scored_things(town)
    things |= graded_things(town)
    things |= reviewed_things(town)
    things |= promised_things(town, directive.pk)
    by_folder = {"reports": report.pk, "meetings": meeting.pk, "work": town.plan.pk, "directives": directive.pk}

    def of(name: str) -> dict[str, Any]:
        space = name.partition(":")[0]
        return things.get(name) or ({"pk": by_folder[space]} if space in by_folder else {})

    return of


def asked_for(town: Town) -> tuple[Demand, Answer]:
    """A demand of the ward to one of its units, and what the unit owes."""
    fields = DemandFields(
        title="Kết quả giải ngân",
        units=(town.units["economy"].pk,),
        due_on=date(2025, 12, 20),
        figures=(FigureWanted("Số vốn đã giải ngân", "triệu đồng"),),
    )
    demand = create_demand(fields, by=town.actor("tracker"), at=NOW)
    send_demand(demand, by=town.actor("tracker"), at=NOW)
    return demand, Answer.objects.get()


def address(name: str, arguments: Arguments) -> str:
    """Where the table's thing does not fit, any id: the address then only takes what is sent."""
    wanted = _parameters(name)
    given = {key: value for key, value in arguments(name).items() if key in wanted}
    return reverse(name, kwargs={key: given.get(key, uuid4()) for key in wanted}) + ASKED.get(name, "")


def _parameters(name: str, resolver: URLResolver | None = None, space: str = "") -> set[str]:
    found: set[str] = set()
    for pattern in (resolver or get_resolver()).url_patterns:
        own = set(pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            deeper = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found |= {*own, *_parameters(name, pattern, deeper)} if name.startswith(deeper) else set()
        elif f"{space}{pattern.name}" == name:
            found |= own
    return found


def signed_in(town: Town, role: str) -> Client:
    """As the role, who has just given the password."""
    seat, client = SEATS[role], Client()
    client.force_login(town.accounts[seat], backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[SESSION_KEY] = str(town.mandates[seat].pk)
    session["account_authentication_methods_user"] = str(town.accounts[seat].pk)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    return client


def is_let_in(answer: Any) -> bool:
    return answer.status_code == 200 or (answer.status_code == 302 and "/dang-nhap/" not in answer["Location"])


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_exactly_what_the_table_says(town: Town, arguments: Arguments, role: str) -> None:
    client, wrong = signed_in(town, role), []
    for name, roles in OPENED.items():
        if name == "account_logout":
            continue  # asks first, and would end the tour
        answer = client.get(address(name, arguments))
        if is_let_in(answer) != (role in roles) or answer.status_code >= 500:
            wrong.append((name, answer.status_code))
    assert wrong == []


def test_addresses_that_take_what_is_sent_show_nothing_when_opened(town: Town, arguments: Arguments) -> None:
    client = signed_in(town, "leader")
    answers = {name: client.get(address(name, arguments)).status_code for name in SENT}
    assert {name: status for name, status in answers.items() if status != 405} == {}


def test_visitors_open_the_door_and_nothing_else(town: Town, arguments: Arguments) -> None:
    client, wrong = Client(), []
    for name in OPENED.keys() | SENT | OF_A_SIGN_IN:
        answer = client.get(address(name, arguments))
        if answer.status_code not in (401, 403, 404, 405) and not (
            answer.status_code == 302 and "/dang-nhap/" in answer["Location"]
        ):
            wrong.append((name, answer.status_code))
    assert wrong == []
    for name in OPEN:
        assert client.get(reverse(name)).status_code == 200, name
