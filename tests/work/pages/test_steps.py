"""Every step of a task through its small form."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from roviec.core.task_flow import FLOW
from roviec.custody.models import Consultation, Extension
from roviec.work import actions
from roviec.work.forms.steps import STEPS
from roviec.work.models import Attachment, Comment, Task, TaskState, Watcher
from roviec.work.views.steps import BY_FULL_FORM
from tests.work.town import NOW, Town, later

Browser = Callable[[str], Client]


def do(client: Client, task: Task, verb: str, **data: object):
    """What the form sends: its own fields, the version shown."""
    version = Task.objects.get(pk=task.pk).version
    return client.post(reverse("work:task_do", args=[task.pk, verb]), {"version": version, **data})


def state(task: Task) -> str:
    return Task.objects.get(pk=task.pk).state


def test_every_step_of_the_flow_has_a_form() -> None:
    assert set(STEPS) | set(BY_FULL_FORM) == set(FLOW)
    assert {verb for verb in FLOW if not hasattr(actions, verb)} == set()


def test_from_naming_to_acceptance_by_forms_alone(town: Town, browser_of: Browser) -> None:
    task = town.assigned(person_post=None)
    head, officer, chairman = browser_of("culture_head"), browser_of("officer"), browser_of("chairman")
    answer = do(head, task, "name_person", who=f"post:{town.posts['officer'].pk}", note="Làm trước thứ Sáu")
    assert answer.status_code == 302
    assert do(officer, task, "accept_task").status_code == 302
    assert do(officer, task, "report_progress", progress=40, text="Đã có đề cương").status_code == 302
    assert do(officer, task, "hand_up_for_signature", signer_text="Nguyễn Văn culture_head").status_code == 302
    assert do(head, task, "sign").status_code == 302
    file = SimpleUploadedFile("phuong-an.pdf", b"%PDF-1.7 noi dung")
    assert do(officer, task, "submit_deliverable", files=file, text="Phương án").status_code == 302
    assert state(task) == TaskState.SUBMITTED
    assert do(chairman, task, "accept_deliverable").status_code == 302
    assert state(task) == TaskState.DONE
    page = chairman.get(reverse("work:task", args=[task.pk])).content.decode()
    assert "phuong-an.pdf" in page
    assert "Đã có đề cương" in page


def test_a_refusal_without_a_reason_comes_back_with_the_form(town: Town, browser_of: Browser) -> None:
    task = town.assigned()
    answer = do(browser_of("officer"), task, "refuse_task", reason="")
    assert answer.status_code == 422
    assert 'name="reason"' in answer.content.decode()
    assert state(task) == TaskState.ASSIGNED


def test_what_a_rule_refuses_stands_beside_its_field(town: Town, browser_of: Browser) -> None:
    task = town.assigned()
    actions.accept_task(task, by=town.actor("officer"), at=NOW)
    answer = do(browser_of("officer"), task, "submit_deliverable", text="Xong rồi")
    assert answer.status_code == 422
    assert "Phải kèm tệp hoặc liên kết" in str(answer.context["form"].errors["files"])


def test_an_extension_is_asked_and_decided(town: Town, browser_of: Browser) -> None:
    task = town.assigned()
    asked = do(browser_of("officer"), task, "ask_extension", new_due="19/12/2025", reason="Chờ dự toán")
    assert asked.status_code == 302
    chairman = browser_of("chairman")
    form = chairman.get(reverse("work:task_do", args=[task.pk, "decide_extension"])).content.decode()
    assert "19/12/2025" in form
    assert "Chờ dự toán" in form
    assert do(chairman, task, "decide_extension", approve="yes").status_code == 302
    page = chairman.get(reverse("work:task", args=[task.pk])).content.decode()
    assert "19/12/2025" in page
    assert "12/12/2025</del>" in page
    assert Extension.objects.get(clock=task.clock_id).state == Extension.State.APPROVED


def test_an_impossible_day_is_refused_with_its_reason(town: Town, browser_of: Browser) -> None:
    task = town.assigned()
    answer = do(browser_of("officer"), task, "ask_extension", new_due="31/2/2026", reason="Chờ dự toán")
    assert answer.status_code == 422
    assert "Không có ngày này trong lịch" in answer.content.decode()


def test_an_opinion_is_asked_and_answered(town: Town, browser_of: Browser) -> None:
    task = town.assigned()
    economy = f"unit:{town.units['economy'].pk}"
    asked = do(browser_of("officer"), task, "ask_opinion", who=economy, question="Góp ý mặt bằng", due="05/12/2025")
    assert asked.status_code == 302
    question = Consultation.objects.get(clock=task.clock_id)
    head = browser_of("economy_head")
    assert "Góp ý mặt bằng" in head.get(reverse("work:task", args=[task.pk])).content.decode()
    answered = do(head, task, "answer_opinion", consultation=question.pk, answer="Thống nhất")
    assert answered.status_code == 302
    question.refresh_from_db()
    assert question.answer == "Thống nhất"


def test_a_question_of_another_task_is_not_found(town: Town, browser_of: Browser) -> None:
    one, other = town.assigned(), town.assigned()
    asked = actions.ask_opinion(one, unit=town.units["economy"], question="Góp ý", by=town.actor("officer"), at=NOW)
    answer = do(browser_of("economy_head"), other, "answer_opinion", consultation=asked.pk, answer="Thống nhất")
    assert answer.status_code == 404


def test_who_may_not_gets_no_form(town: Town, browser_of: Browser) -> None:
    task = town.assigned()
    answer = browser_of("economy_officer").get(reverse("work:task_do", args=[task.pk, "cancel_task"]))
    assert answer.status_code == 403


def test_a_step_that_cannot_follow_says_why(town: Town, browser_of: Browser) -> None:
    answer = browser_of("officer").get(reverse("work:task_do", args=[town.assigned().pk, "report_progress"]))
    assert answer.status_code == 422
    assert "chưa có người nhận" in answer.content.decode()


def test_a_task_that_is_not_seen_looks_like_one_that_is_not_there(town: Town, browser_of: Browser) -> None:
    task = town.assigned()
    stranger = browser_of("party_officer")
    assert stranger.get(reverse("work:task", args=[task.pk])).status_code == 404
    assert stranger.get(reverse("work:task_do", args=[task.pk, "comment_task"])).status_code == 404
    assert stranger.get(reverse("work:plan", args=[task.plan_id])).status_code == 404


def test_a_doubled_click_does_it_once(town: Town, browser_of: Browser) -> None:
    task = town.assigned()
    officer = browser_of("officer")
    address = reverse("work:task_do", args=[task.pk, "comment_task"])
    for _press in range(2):
        answer = officer.post(address, {"text": "Đã nhận đủ hồ sơ", "idempotency_key": "k-1"})
        assert answer.status_code == 302
    assert Comment.objects.filter(task=task).count() == 1


def test_someone_mentioned_by_name_is_told(town: Town, browser_of: Browser) -> None:
    task = town.assigned()
    do(browser_of("officer"), task, "comment_task", text="Nhờ @Nguyễn Văn colleague xem giúp phần kinh phí.")
    comment = Comment.objects.get(task=task)
    assert [officer.code for officer in comment.mentions.all()] == ["colleague"]


def test_a_task_is_watched_and_no_longer_watched(town: Town, browser_of: Browser) -> None:
    task = town.assigned()
    head = browser_of("economy_head")
    do(head, task, "watch_task")
    assert Watcher.objects.filter(task=task).count() == 1
    do(head, task, "unwatch_task")
    assert Watcher.objects.filter(task=task).count() == 0


def test_parts_are_made_one_per_unit(town: Town, browser_of: Browser) -> None:
    task = town.assigned(person_post=None)
    units = "Phòng Văn hóa - Xã hội\nPhòng Kinh tế, Hạ tầng và Đô thị\n"
    answer = do(browser_of("chairman"), task, "split_into_parts", title="Niêm yết công khai", units=units)
    assert answer.status_code == 302
    parts = Task.objects.filter(parent=task).order_by("order")
    assert [part.lead_unit for part in parts] == [town.units["culture"], town.units["economy"]]
    assert {part.deliverable for part in parts} == {task.deliverable}


def test_a_unit_that_nobody_knows_is_named(town: Town, browser_of: Browser) -> None:
    answer = do(browser_of("chairman"), town.assigned(), "split_into_parts", title="Niêm yết", units="Sở Khí tượng")
    assert answer.status_code == 422
    assert "Không có đơn vị nào tên “Sở Khí tượng”" in answer.content.decode()


def test_htmx_gets_the_form_as_a_dialog_and_an_address_to_go_to(town: Town, browser_of: Browser) -> None:
    task = town.assigned()
    address = reverse("work:task_do", args=[task.pk, "refuse_task"])
    officer = browser_of("officer")
    dialog = officer.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in dialog
    assert 'hx-target="#modal-body"' in dialog
    answer = officer.post(
        address, {"reason": "Không đúng chức năng", "version": task.version}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 204
    assert answer["HX-Redirect"] == reverse("work:task", args=[task.pk])


@pytest.mark.parametrize("elsewhere", ["https://xau.example/", "//xau.example/"])
def test_after_a_step_nobody_is_sent_to_another_site(town: Town, browser_of: Browser, elsewhere: str) -> None:
    task = town.assigned()
    assert do(browser_of("officer"), task, "accept_task", next=elsewhere)["Location"] == reverse(
        "work:task", args=[task.pk]
    )


def test_a_file_is_given_as_a_download_to_who_sees_the_task(town: Town, browser_of: Browser) -> None:
    task = town.assigned()
    actions.accept_task(task, by=town.actor("officer"), at=NOW)
    stored = actions.store_file(b"%PDF-1.7 noi dung", "phuong-an.pdf", at=NOW)
    actions.submit_deliverable(task, files=[(stored, "phương án.pdf")], by=town.actor("officer"), at=later(1))
    address = reverse("work:file", args=[Attachment.objects.get(task=task).pk])
    answer = browser_of("chairman").get(address)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 noi dung"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert browser_of("party_officer").get(address).status_code == 404


def test_a_date_moves_by_decision_and_the_old_one_stays_in_sight(town: Town, browser_of: Browser) -> None:
    task = town.assigned()
    assert do(browser_of("chairman"), task, "move_due", due="10/12/2025", reason="Thành phố họp sớm").status_code == 302
    due = Task.objects.get(pk=task.pk).clock.due
    assert due.date() == date(2025, 12, 10)
