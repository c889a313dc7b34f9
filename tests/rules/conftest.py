"""A case at each point of its way in the county of `county.py`, for every test of the rules."""

import pytest

from huiyin.rules.law import Law
from tests.rules.county import PLACE, Story, law_of


@pytest.fixture(scope="session")
def law() -> Law:
    """The county's law: every deed of the vocabulary is in use."""
    return law_of(PLACE)


@pytest.fixture
def unwritten(law: Law) -> Story:
    """Nothing has been written yet."""
    return Story(law)


@pytest.fixture
def registered(law: Law) -> Story:
    """王芳 has written about a street lamp."""
    return Story(law).registered()


@pytest.fixture
def dispatched(law: Law) -> Story:
    """The housing bureau has it and has not taken it on."""
    return Story(law).dispatched()


@pytest.fixture
def together(law: Law) -> Story:
    """The housing bureau leads, the street 城关街道 assists; neither has taken it on."""
    return Story(law).dispatched("st-chengguan")


@pytest.fixture
def handling(law: Law) -> Story:
    """李强 of the housing bureau is at work on it."""
    return Story(law).handling()


@pytest.fixture
def signing(law: Law) -> Story:
    """赵敏, head of the bureau, has the draft on her table."""
    return Story(law).signing()


@pytest.fixture
def auditing(law: Law) -> Story:
    """钱慧 audits the signed answer."""
    return Story(law).auditing()


@pytest.fixture
def answered(law: Law) -> Story:
    """王芳 has her answer; nobody has judged it."""
    return Story(law).answered()


@pytest.fixture
def judged(law: Law) -> Story:
    """Called back and rated; it only waits to be struck off."""
    return Story(law).judged()


@pytest.fixture
def struck_off(law: Law) -> Story:
    """Done with."""
    return Story(law).struck_off()


@pytest.fixture
def whistle(law: Law) -> Story:
    """Somebody reports a breach of discipline under a code (JS-4)."""
    return Story(law).registered(channel="code", petitioner="")
