"""A view of a list is kept under a name: one's own, or for whoever has the link."""

from roviec.boards.models import SavedView
from tests.boards.conftest import TODAY, Enter

LATE = "trang_thai=open_late&pham_vi=co-quan"


def keep(client, **changed: str) -> None:
    client.post("/bo-loc/", {"name": "Quá hạn của cơ quan", "path": "/danh-sach/", "query": LATE} | changed)


def test_what_the_address_asks_is_kept_and_listed_on_its_page(enter: Enter) -> None:
    tracker = enter("tracker", TODAY)
    keep(tracker, query=f"{LATE}&trang=3")
    view = SavedView.objects.get()
    assert (view.path, view.query, view.shared) == ("/danh-sach/", LATE, False)
    assert "Quá hạn của cơ quan" in tracker.get("/danh-sach/").content.decode()
    assert tracker.get(f"/bo-loc/{view.pk}/").headers["Location"] == f"/danh-sach/?{LATE}"


def test_saved_again_under_its_name_it_is_replaced(enter: Enter) -> None:
    tracker = enter("tracker", TODAY)
    keep(tracker)
    keep(tracker, query="trang_thai=due_soon")
    assert SavedView.objects.get().query == "trang_thai=due_soon"


def test_another_opens_it_only_when_it_is_shared(enter: Enter) -> None:
    keep(enter("tracker", TODAY))
    view = SavedView.objects.get()
    head = enter("culture_head", TODAY)
    assert head.get(f"/bo-loc/{view.pk}/").status_code == 404
    SavedView.objects.update(shared=True)
    assert head.get(f"/bo-loc/{view.pk}/").status_code == 302
    assert "Quá hạn của cơ quan" not in head.get("/danh-sach/").content.decode()
    head.post(f"/bo-loc/{view.pk}/xoa/")
    assert SavedView.objects.exists()


def test_its_owner_deletes_it(enter: Enter) -> None:
    tracker = enter("tracker", TODAY)
    keep(tracker)
    tracker.post(f"/bo-loc/{SavedView.objects.get().pk}/xoa/", {"next": "/danh-sach/"})
    assert not SavedView.objects.exists()


def test_an_address_of_elsewhere_is_no_view(enter: Enter) -> None:
    tracker = enter("tracker", TODAY)
    for path in ("https://example.vn/", "//example.vn/", "/khong-co-trang-nay/"):
        keep(tracker, path=path)
    keep(tracker, name="   ")
    assert not SavedView.objects.exists()
