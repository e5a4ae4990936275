"""Pictures of a running site: `screenshots.py http://127.0.0.1:8000 docs/screenshots`."""

import argparse
import os
import shutil
import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Error, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.browser.chromium import ARGUMENTS

DESK, PHONE = (1280, 900), (390, 844)
SEARCH = "/?q=سوريا"
#: What is clicked from there: the first article found, the first place that it names.
ARTICLE = (".result__title a",)
ENTITY = (*ARTICLE, ".names .name--place")
#: name: (clicks, size, colour scheme)
PICTURES: dict[str, tuple[tuple[str, ...], tuple[int, int], Literal["light", "dark"]]] = {
    "search": ((), DESK, "light"),
    "search-dark": ((), DESK, "dark"),
    "search-phone": ((), PHONE, "light"),
    "article": (ARTICLE, DESK, "light"),
    "article-phone": (ARTICLE, PHONE, "light"),
    "entity": (ENTITY, DESK, "light"),
}


def main() -> int:
    parser = argparse.ArgumentParser(description="Take the pictures of a running site for the README.")
    parser.add_argument("site", help="address of the site, such as http://127.0.0.1:8000")
    parser.add_argument("directory", type=Path, help="where to put the pictures")
    arguments = parser.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not chromium:
        print("Chromium is not here. Run: sudo apt-get install -y chromium", file=sys.stderr)
        return 1
    arguments.directory.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        try:
            take_all(browser, arguments.site.rstrip("/"), arguments.directory)
        except Error as error:
            print(f"{arguments.site} could not be pictured: {error}", file=sys.stderr)
            return 1
        finally:
            browser.close()
    return 0


def take_all(browser: Browser, site: str, directory: Path) -> None:
    for name, (clicks, (width, height), scheme) in PICTURES.items():
        page = browser.new_page(
            base_url=site,
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            device_scale_factor=2 if width < 600 else 1,
        )
        page.goto(SEARCH)
        for link in clicks:
            page.locator(link).first.click()
            page.wait_for_load_state()
        page.screenshot(path=directory / f"{name}.png")
        print(directory / f"{name}.png")
        page.close()


if __name__ == "__main__":
    sys.exit(main())
