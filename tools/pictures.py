"""Pictures of each page at desktop and phone width for docs/pictures, as the role that uses it, from a running demo city.

ROVIEC_VAR=var .venv/bin/python tools/pictures.py [http://127.0.0.1:8000]     (needs the development environment and Chromium)
"""

import json
import os
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from tests.journeys import chromium  # noqa: E402  the folder of tests is no installed package

OUT = ROOT / "docs/pictures"
WIDTHS = {1280: 1000, 390: 1100}  # width: height, pixels
SAMPLE = ROOT / "tests/directives/samples/kh-617.docx"
PLAN = "552/KH-UBND"
LARGEST = "09/CT-UBND"  # of the demo city: some four hundred tasks

# name: (role, address); an address in angle brackets is found on the way; "a > b": from page a to its first link that begins with b
PAGES = {
    "tracker": ("chanh-van-phong", "/theo-doi/"),
    "city": ("chanh-van-phong", "/toan-thanh-pho/"),
    "documents": ("chanh-van-phong", "/van-ban/"),
    "upload": ("chanh-van-phong", "/van-ban/moi/"),
    "review": ("chanh-van-phong", "<review>"),
    "directive": ("chanh-van-phong", "<directive>"),
    "plans": ("chanh-van-phong", "/ke-hoach/"),
    "plan": ("chanh-van-phong", "<plan>"),
    "gantt": ("chanh-van-phong", "<largest>gantt/"),
    "gantt-groups": ("chanh-van-phong", "<largest>gantt/?nhom=don-vi&thang=thang"),
    "search": ("chanh-van-phong", "/tim-kiem/?q=chuyen+doi+so"),
    "organisation": ("chanh-van-phong", "/to-chuc/"),
    "obstacles": ("chanh-van-phong", "/vuong-mac/"),
    "laws": ("chanh-van-phong", "/hieu-luc/"),
    "reports": ("chanh-van-phong", "/bao-cao/"),
    "told": ("chanh-van-phong", "/thong-bao/"),
    "hands": ("giam-doc-so", "/ai-giu/"),
    "passing": ("chanh-van-phong", "<passing>"),
    "day": ("chanh-van-phong", "/thong-bao/tinh-hinh/mot-ngay/"),
    "wall": ("chanh-van-phong", "/man-hinh/"),
    "quick": ("pho-chu-tich", "/giao-nhanh/"),
    "leader": ("pho-chu-tich", "/lanh-dao/"),
    "unit": ("giam-doc-so", "/"),
    "task": ("giam-doc-so", "<task>"),
    "notices": ("giam-doc-so", "/thong-bao/"),
    "my-day": ("chuyen-vien", "/viec-cua-toi/"),
    "sheet": ("chuyen-vien", "/danh-gia/ > /danh-gia/phieu/"),
    "sheets-of-a-unit": ("truong-phong", "/danh-gia/ > /danh-gia/don-vi/"),
    "month": ("giam-doc-so", "/danh-gia/ > /danh-gia/don-vi/ky/"),
    "spread": ("giam-doc-so", "/danh-gia/phan-bo/"),
    "cross-evaluation": ("giam-doc-so", "/danh-gia-cheo/ > /danh-gia-cheo/"),
    "catalogue": ("chu-tich-phuong", "/danh-muc/"),
    "hard-tasks": ("chu-tich-phuong", "/cam-ket/"),
    "admin": ("quan-tri", "/quan-tri/"),
}


def sign_in(browser: Browser, base: str, account: dict[str, str], width: int) -> Page:
    context = browser.new_context(base_url=base, locale="vi-VN", viewport={"width": width, "height": WIDTHS[width]})
    page = context.new_page()
    page.goto("/tai-khoan/dang-nhap/")
    page.locator("input[name=login]").fill(account["username"])
    page.locator("input[name=password]").fill(account["password"])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "dang-nhap" not in url)
    if "chuc-danh" in page.url:
        page.locator("main button").first.click()
        page.wait_for_load_state("networkidle")
    return page


def places(page: Page) -> dict[str, str]:
    """Addresses that differ from one installation to the next; takes in the sample document on the way."""
    page.goto("/ke-hoach/?q=552")
    plan = page.get_by_role("link", name=PLAN).first.get_attribute("href")
    page.goto("/danh-sach/?trang_thai=cho-ky")
    task = page.locator("main a[href^='/nhiem-vu/']").first.get_attribute("href") or ""
    page.goto("/van-ban/moi/")
    page.locator("input[type=file]").set_input_files(SAMPLE)
    page.locator("input[name=not_secret]").check()
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/ra-soat/")
    review = page.url
    page.goto("/van-ban/?q=552")
    directive = page.locator("main td.subject a").first.get_attribute("href") or ""
    page.goto("/ke-hoach/?q=09/CT")
    largest = page.get_by_role("link", name=LARGEST).first.get_attribute("href")
    page.goto("/ai-giu/don-vi/")
    passing = page.locator("main a[href*='/so-do/']").first.get_attribute("href") or ""
    return {
        "<passing>": passing,
        "<plan>": str(plan),
        "<largest>": str(largest),
        "<task>": task,
        "<review>": review,
        "<directive>": directive,
    }


def main() -> None:
    base = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    kept = Path(os.environ.get("ROVIEC_VAR", ROOT / "var")) / "demo-accounts.json"
    accounts = {one["key"]: one for one in json.loads(kept.read_text(encoding="utf-8"))}
    OUT.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)
        found = places(sign_in(browser, base, accounts["chanh-van-phong"], 1280))
        for width in WIDTHS:
            signed_in: dict[str, Page] = {}
            for name, (role, address) in PAGES.items():
                page = signed_in.get(role) or sign_in(browser, base, accounts[role], width)
                signed_in[role] = page
                for mark, place in found.items():
                    address = address.replace(mark, place)
                start, _, link = address.partition(" > ")
                page.goto(start)
                if link:
                    page.goto(page.locator(f"main a[href^='{link}']").first.get_attribute("href") or "")
                page.wait_for_load_state("networkidle")
                if name.startswith("gantt"):
                    page.locator(".gantt-frame").evaluate("(frame) => frame.scrollIntoView()")
                    page.wait_for_timeout(300)  # the marks are drawn at the next frame
                page.screenshot(path=OUT / f"{name}-{width}.png")
                print(name, width, page.url, flush=True)
        browser.close()


if __name__ == "__main__":
    main()
