"""Pictures: as many pages as there are frames on paper, with their size, and no words made up."""

from pathlib import Path

import pytest
from PIL import Image

from extraction import runner
from extraction.formats import images
from extraction.limits import Limits
from extraction.pages import PageContent


def picture(size=(600, 300)) -> Image.Image:
    return Image.new("RGB", size, "white")


def test_a_tiff_of_several_pages_has_them_all_in_their_own_size(tmp_path: Path):
    path = tmp_path / "走査.tif"
    more = [Image.new("1", (400, 800)), Image.new("L", (100, 100))]
    picture().save(path, save_all=True, append_images=more, dpi=(200, 200))
    pages = list(runner.read(path, "tiff", 1, 9, Limits()))
    assert images.count(path) == len(pages) == 3
    assert pages[0] == PageContent(number=1, width=216, height=108)
    assert (pages[1].width, pages[1].height) == (144, 288)
    assert [page.number for page in images.read(path, 2, 2)] == [2]


@pytest.mark.parametrize(("extension", "kind"), [("png", "png"), ("jpg", "jpeg"), ("webp", "webp")])
def test_other_pictures_are_one_page(tmp_path: Path, extension, kind):
    path = tmp_path / f"図.{extension}"
    picture().save(path)
    [page] = runner.read(path, kind, 1, 9, Limits())
    assert (page.number, page.text, page.width, page.height) == (1, "", 450, 225)


def test_a_moving_picture_is_one_page(tmp_path: Path):
    path = tmp_path / "動く.webp"
    picture().save(path, save_all=True, append_images=[Image.new("RGB", (600, 300), "black")])
    assert images.count(path) == 1


def test_a_photograph_held_sideways_stands_upright(tmp_path: Path):
    path = tmp_path / "写真.jpg"
    turned = Image.Exif()
    turned[0x0112] = 6
    picture().save(path, exif=turned, dpi=(300, 300))
    [page] = images.read(path, 1, 1)
    assert (page.width, page.height) == (72, 144)


@pytest.mark.parametrize("dpi", [(0, 0), (1, 1), (100_000, 100_000)])
def test_a_resolution_that_cannot_be_true_is_not_believed(tmp_path: Path, dpi):
    path = tmp_path / "図.tif"
    picture().save(path, dpi=dpi)
    [page] = images.read(path, 1, 1)
    assert (page.width, page.height) == (450, 225)
