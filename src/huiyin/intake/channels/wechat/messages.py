"""What users say to an account, and what it says back, in WeChat's XML."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

LONGEST = 64 * 1024
"""WeChat's own messages are far below; more is not WeChat's."""


class Garbage(Exception):
    """This is no message of WeChat's."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message or an event; only the fields of its `kind` are filled.

    `kind`: text, image, voice, location, event; anything else WeChat may send is kept as it is
    called. `event` is in small letters: subscribe, unsubscribe, scan, click, view, location,
    templatesendjobfinish.
    """

    account: str
    sender: str
    at: int
    kind: str
    id: str = ""
    text: str = ""
    media: str = ""
    latitude: float | None = None
    longitude: float | None = None
    event: str = ""
    key: str = ""
    status: str = ""

    @property
    def once(self) -> str:
        """The same for the same message sent again: its id, or sender and moment for events."""
        said = self.id or f"{self.sender}/{self.at}/{self.event}/{self.key}"
        return f"{self.kind}/{said}"


def parse(xml: str) -> Message:
    """The message in the XML. Raises Garbage, also for entities and what is too long."""
    tree = _tree(xml)
    kind = _text(tree, "MsgType").lower()
    account, sender = _text(tree, "ToUserName"), _text(tree, "FromUserName")
    moment = _text(tree, "CreateTime")
    if not (kind and account and sender and moment.isascii() and moment.isdecimal()):
        raise Garbage
    return Message(
        account=account,
        sender=sender,
        at=int(moment[:12]),
        kind=kind,
        id=_text(tree, "MsgID" if kind == "event" else "MsgId"),
        text=_text(tree, {"voice": "Recognition", "location": "Label"}.get(kind, "Content")),
        media=_text(tree, "MediaId"),
        latitude=_degrees(tree, "Location_X"),
        longitude=_degrees(tree, "Location_Y"),
        event=_text(tree, "Event").lower(),
        key=_text(tree, "EventKey"),
        status=_text(tree, "Status"),
    )


def sealed_in(xml: str) -> str:
    """What `<Encrypt>` holds in the XML; "" for a message in the clear. Raises Garbage."""
    return _text(_tree(xml), "Encrypt")


def reply(message: Message, words: str, at: int) -> str:
    """A text in answer, as WeChat takes it in the response to its request."""
    return (
        f"<xml><ToUserName>{_quoted(message.sender)}</ToUserName>"
        f"<FromUserName>{_quoted(message.account)}</FromUserName>"
        f"<CreateTime>{at}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content>{_quoted(words)}</Content></xml>"
    )


def enveloped(sealed: str, signature: str, timestamp: str, nonce: str) -> str:
    """A sealed answer with its signature."""
    return (
        f"<xml><Encrypt>{_quoted(sealed)}</Encrypt>"
        f"<MsgSignature>{_quoted(signature)}</MsgSignature>"
        f"<TimeStamp>{timestamp}</TimeStamp><Nonce>{_quoted(nonce)}</Nonce></xml>"
    )


def _tree(xml: str) -> Element:
    if len(xml) > LONGEST:
        raise Garbage
    try:
        tree: Element = fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise Garbage from error
    if tree.tag != "xml":
        raise Garbage
    return tree


def _text(tree: Element, name: str) -> str:
    return (tree.findtext(name) or "").strip()


def _degrees(tree: Element, name: str) -> float | None:
    try:
        found = float(_text(tree, name))
    except ValueError:
        return None
    return found if -180 <= found <= 180 else None


def _quoted(words: str) -> str:
    return "<![CDATA[" + words.replace("]]>", "]]]]><![CDATA[>") + "]]>"
