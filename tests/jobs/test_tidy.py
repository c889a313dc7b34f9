"""What the worker puts in order: a draft of a call that nobody came back to."""

from datetime import timedelta

from huiyin.intake import drafts
from huiyin.intake.models import CallDraft
from huiyin.jobs import tidy
from tests.world import County


def test_a_draft_of_a_call_is_kept_for_a_day_and_no_longer(county: County) -> None:
    agent = county.actor("吴越")
    drafts.save(agent, county.place.pk, "call-1", {"text": "灯"}, revision=1, now=county.now)
    tidy.drafts(county.now + timedelta(hours=23))
    assert CallDraft.objects.count() == 1
    tidy.drafts(county.now + timedelta(hours=25))
    assert not CallDraft.objects.exists()
