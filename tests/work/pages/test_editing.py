"""Drafts, corrections and spoken orders; two people at one task."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from django.test import Client
from django.urls import reverse

from roviec.work import actions
from roviec.work.models import Plan, Task, TaskState
from tests.work.town import NOW, Town

Browser = Callable[[str], Client]

CLEAR = {
    "title": "Xây dựng kế hoạch kiểm tra an toàn thực phẩm dịp Tết",
    "lead_text": "Phòng Văn hóa - Xã hội",
    "deliverable": "Kế hoạch được ban hành",
    "accountable_text": "Nguyễn Văn culture_head",
    "authority": "Chủ tịch UBND phường ban hành",
    "due": "15/12/2025",
    "supports": "Phòng Kinh tế, Hạ tầng và Đô thị",
}


def test_a_draft_is_written_by_names_alone(town: Town, browser_of: Browser) -> None:
    answer = browser_of("tracker").post(reverse("work:task_new", args=[town.plan.pk]), CLEAR)
    assert answer.status_code == 302
    task = Task.objects.get(title=CLEAR["title"])
    assert task.state == TaskState.DRAFT
    assert task.lead_unit == town.units["culture"]
    assert task.accountable_post == town.posts["culture_head"]
    assert [support.unit for support in task.supports.all()] == [town.units["economy"]]
    assert task.clock.due.date() == date(2025, 12, 15)


def test_a_name_that_fits_several_people_is_not_guessed(town: Town, browser_of: Browser) -> None:
    data = CLEAR | {"accountable_text": "Nguyễn Văn"}
    answer = browser_of("tracker").post(reverse("work:task_new", args=[town.plan.pk]), data)
    assert answer.status_code == 422
    assert "Có nhiều nơi khớp" in answer.content.decode()
    assert not Task.objects.filter(title=CLEAR["title"]).exists()


def test_the_page_of_a_draft_says_what_is_missing(town: Town, browser_of: Browser) -> None:
    task = town.draft(due=None, authority="")
    page = browser_of("tracker").get(reverse("work:task", args=[task.pk])).content.decode()
    assert "Còn thiếu 2" in page
    assert "Chưa có hạn hoàn thành" in page


def test_giving_out_with_gaps_needs_a_reason(town: Town, browser_of: Browser) -> None:
    task, chairman = town.draft(due=None), browser_of("chairman")
    address = reverse("work:task_do", args=[task.pk, "assign_task"])
    assert chairman.post(address, {"version": 1}).status_code == 422
    assert chairman.post(address, {"version": 1, "unclear_reason": "Chờ Thành phố chốt ngày"}).status_code == 302
    assert Task.objects.get(pk=task.pk).state == TaskState.ASSIGNED


def test_who_comes_second_is_told_what_changed_and_keeps_their_text(town: Town, browser_of: Browser) -> None:
    task = town.draft()
    tracker = browser_of("tracker")
    address = reverse("work:task_do", args=[task.pk, "edit_task"])
    form = tracker.get(address).context["form"].initial
    shown = {"title": form["title"], "lead_text": form["lead"].label, "due": "12/12/2025", "version": task.version}
    actions.assign_task(task, by=town.actor("chairman"), at=NOW)
    answer = tracker.post(address, {**shown, "title": "Xây dựng phương án, bản của tôi"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Nội dung vừa được người khác thay đổi" in page
    assert "Giao cho" in page
    assert "Xây dựng phương án, bản của tôi" in page
    assert ("Nhiệm vụ", task.title, "Xây dựng phương án, bản của tôi") in answer.context["differences"]
    task.refresh_from_db()
    assert task.title != "Xây dựng phương án, bản của tôi"
    again = tracker.post(address, {**shown, "title": "Xây dựng phương án, bản của tôi", "version": task.version})
    assert again.status_code == 302


def test_who_comes_second_sees_which_fields_the_first_one_changed(town: Town, browser_of: Browser) -> None:
    task = town.draft()
    before = actions.fields_of(task)
    actions.edit_task(task, replace(before, deliverable="Tờ trình"), by=town.actor("tracker"), at=NOW)
    data = {"title": task.title, "lead_text": town.units["culture"].name, "due": "12/12/2025", "version": 1}
    answer = browser_of("tracker").post(reverse("work:task_do", args=[task.pk, "edit_task"]), data)
    assert answer.status_code == 409
    assert "Đã sửa: Sản phẩm" in answer.content.decode()
    names = {label for label, _stands, _typed in answer.context["differences"]}
    assert "Sản phẩm" in names
    assert {"Nhiệm vụ", "Chủ trì", "Hạn hoàn thành"} & names == set()


def test_the_second_of_two_reports_sees_the_first(town: Town, browser_of: Browser) -> None:
    task = town.assigned()
    actions.accept_task(task, by=town.actor("officer"), at=NOW)
    version = Task.objects.get(pk=task.pk).version
    address = reverse("work:task_do", args=[task.pk, "report_progress"])
    head, officer = browser_of("culture_head"), browser_of("officer")
    assert officer.post(address, {"version": version, "progress": 30, "text": "Xong đề cương"}).status_code == 302
    second = head.post(address, {"version": version, "progress": 50, "text": "Đã họp nhóm"})
    assert second.status_code == 409
    assert "Báo cáo tiến độ: 30%" in second.content.decode()
    assert "Đã họp nhóm" in second.content.decode()


def test_once_given_out_lead_and_date_are_not_in_the_form(town: Town, browser_of: Browser) -> None:
    task = town.assigned()
    form = browser_of("tracker").get(reverse("work:task_do", args=[task.pk, "edit_task"])).context["form"]
    assert {"lead", "person", "due", "budget", "recurrence"} & set(form.fields) == set()
    answer = browser_of("tracker").post(
        reverse("work:task_do", args=[task.pk, "edit_task"]),
        {"title": "Xây dựng phương án đường hoa", "version": task.version},
    )
    assert answer.status_code == 302
    task.refresh_from_db()
    assert task.title == "Xây dựng phương án đường hoa"
    assert task.lead_unit == town.units["culture"]


def test_a_spoken_order_needs_a_title_and_a_person(town: Town, browser_of: Browser) -> None:
    chairman = browser_of("chairman")
    answer = chairman.post(reverse("work:quick"), {"title": "Chuẩn bị họp báo", "who_text": "Nguyễn Văn officer"})
    assert answer.status_code == 302
    task = Task.objects.get(title="Chuẩn bị họp báo")
    assert task.is_spoken
    assert task.person_post == town.posts["officer"]
    assert "Chuẩn bị họp báo" in chairman.get(reverse("work:quick")).content.decode()


def test_a_spoken_order_is_completed(town: Town, browser_of: Browser) -> None:
    task = actions.give_spoken_order(
        title="Chuẩn bị họp báo quý IV của phường", post=town.posts["officer"], by=town.actor("chairman"), at=NOW
    )
    address = reverse("work:task_do", args=[task.pk, "complete_spoken_order"])
    data = {name: value for name, value in CLEAR.items() if name not in ("lead_text", "supports")}
    answer = browser_of("tracker").post(address, data | {"title": task.title, "version": task.version})
    assert answer.status_code == 302
    task.refresh_from_db()
    assert not task.is_spoken
    assert task.clock.due.date() == date(2025, 12, 15)


def test_suggestions_need_no_marks_and_tell_namesakes_apart(town: Town, browser_of: Browser) -> None:
    found = browser_of("chairman").get(reverse("work:who"), {"q": "van hoa", "units": 1, "people": 1}).content.decode()
    assert f'data-key="unit:{town.units["culture"].pk}"' in found
    people = browser_of("chairman").get(reverse("work:who"), {"q": "nguyen officer", "people": 1}).content.decode()
    assert "Chuyên viên, Phòng Văn hóa - Xã hội" in people


def test_an_officer_makes_no_plan_and_gives_no_order(town: Town, browser_of: Browser) -> None:
    officer = browser_of("officer")
    for address in (reverse("work:quick"), reverse("work:plan_new"), reverse("work:task_new", args=[town.plan.pk])):
        assert officer.get(address).status_code == 403


def test_a_plan_is_made_and_corrected(town: Town, browser_of: Browser) -> None:
    tracker = browser_of("tracker")
    data = {"title": "Kế hoạch cải cách hành chính", "code": "12/KH-UBND", "leader_text": "Nguyễn Văn vice"}
    assert tracker.post(reverse("work:plan_new"), data).status_code == 302
    plan = Plan.objects.get(code="12/KH-UBND")
    assert plan.leader_post == town.posts["vice"]
    address = reverse("work:plan_edit", args=[plan.pk])
    wrong = {**data, "starts_on": "31/12/2025", "ends_on": "01/12/2025", "version": plan.version}
    assert tracker.post(address, wrong).status_code == 422
    assert (
        tracker.post(address, {**data, "title": "Kế hoạch CCHC năm 2026", "version": plan.version}).status_code == 302
    )
    assert tracker.post(address, {**data, "title": "Bản khác", "version": plan.version}).status_code == 409
