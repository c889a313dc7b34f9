"""Who looks after a grid (FX-3): on the board, replaced, gone."""

import io
from pathlib import Path

import pytest
from PIL import Image

from huiyin.people import actions, queries
from huiyin.people.actions import Post
from huiyin.people.models import GridPost
from tests.world import County

GRID = "990101001000-c01-g01"
WORKER = GridPost.Kind.WORKER


def picture(size: tuple[int, int] = (1200, 900), *, turned: bool = False) -> bytes:
    """A drawn picture, as a phone would write it: with a turn and a position."""
    made = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6 if turned else 1
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", size, "#12506a").save(made, "JPEG", exif=exif)
    return made.getvalue()


def test_a_member_looks_after_a_grid(county: County) -> None:
    li = county.people["李强"]
    actions.set_grid_posts(county.place, [Post(GRID, WORKER, member=li, duties="走访巡查")])
    (post,) = queries.grid_posts("county")
    assert (post.called, post.rings) == (li.name, li.phone)
    assert queries.grids_of(li) == [GRID]


def test_who_has_left_is_on_no_board(county: County) -> None:
    li = county.people["李强"]
    actions.set_grid_posts(county.place, [Post(GRID, WORKER, member=li)])
    li.is_active = False
    li.save()
    assert queries.grid_posts("county") == []


def test_the_next_one_takes_the_place_and_no_old_photo(
    county: County, django_capture_on_commit_callbacks: object
) -> None:
    (old,) = actions.set_grid_posts(
        county.place, [Post(GRID, WORKER, name="刘网格", photo=picture())]
    )
    storage, name = old.photo.storage, old.photo.name
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        actions.set_grid_posts(county.place, [Post(GRID, WORKER, name="高网格")])
    (post,) = queries.grid_posts("county")
    assert (post.called, bool(post.photo)) == ("高网格", False)
    assert not storage.exists(name)


def test_a_new_phone_keeps_the_photo(county: County) -> None:
    actions.set_grid_posts(county.place, [Post(GRID, WORKER, name="刘网格", photo=picture())])
    actions.set_grid_posts(county.place, [Post(GRID, WORKER, name="刘网格", phone="0516-55550101")])
    (post,) = queries.grid_posts("county")
    assert post.rings == "0516-55550101"
    assert post.photo


def test_a_photo_becomes_small_upright_and_bare(county: County) -> None:
    """No position, no camera."""
    post = Post(GRID, WORKER, name="刘网格", photo=picture(turned=True))
    (row,) = actions.set_grid_posts(county.place, [post])
    with row.photo.open() as file, Image.open(file) as kept:
        assert (kept.format, kept.size) == ("JPEG", (300, 400))
        assert not kept.getexif()


@pytest.mark.parametrize("data", [b"<svg/>", b"\xff\xd8\xff", picture()[:900]])
def test_what_is_no_picture_changes_nothing(county: County, data: bytes) -> None:
    good = Post("990101001000-c01", WORKER, name="高网格")
    with pytest.raises(ValueError, match="not a picture"):
        actions.set_grid_posts(county.place, [good, Post(GRID, WORKER, name="刘", photo=data)])
    assert queries.grid_posts("county") == []


def test_one_comes_down_and_nobody_twice(county: County) -> None:
    actions.set_grid_posts(county.place, [Post(GRID, WORKER, name="刘网格")])
    assert actions.remove_grid_post(county.place, GRID, WORKER)
    assert not actions.remove_grid_post(county.place, GRID, WORKER)


def test_the_folder_holds_nothing_but_pictures(county: County) -> None:
    (row,) = actions.set_grid_posts(
        county.place, [Post(GRID, WORKER, name="../../etc", photo=picture())]
    )
    assert Path(row.photo.name).parent == Path("grid-posts")
