"""Who petitions, as far as one may know."""

from huiyin.intake import blotting, sealing
from huiyin.intake.identity import Person
from huiyin.intake.models import Delivery, Petitioner, Reading
from huiyin.rules.case import Actor, Case, PetitionerRole
from huiyin.rules.vocabulary import Role


def unsealed(row: Petitioner) -> Person:
    """The person behind a row, in the clear: only for `actions.read_petitioner` and masking."""
    return Person(
        name=sealing.unseal(row.name, "name"),
        phone=sealing.unseal(row.phone, "phone"),
        identity_no=sealing.unseal(row.identity_no, "identity_no"),
        email=sealing.unseal(row.email, "email"),
    )


def masked(ref: str) -> Person:
    """The person with all but the ends of name and numbers hidden; empty when erased or unknown."""
    row = Petitioner.objects.filter(pk=ref).first() if ref.isdecimal() else None
    return unsealed(row).masked() if row else Person()


def blotted(case: Case, text: str) -> str:
    """The text without what is known of the case's petitioners, and without numbers like theirs."""
    refs = [int(person.ref) for person in case.petitioners if person.ref.isdecimal()]
    people = [unsealed(row) for row in Petitioner.objects.filter(pk__in=refs)]
    return blotting.blot(text.replace(case.number, blotting.GAP), people)


def phone_of(ref: str) -> str:
    """The number in the clear, for a message on its way to the gateway; "" for none."""
    row = Petitioner.objects.filter(pk=ref).first() if ref.isdecimal() else None
    return sealing.unseal(row.phone, "phone") if row else ""


def email_of(ref: str) -> str:
    """The e-mail address in the clear, likewise."""
    row = Petitioner.objects.filter(pk=ref).first() if ref.isdecimal() else None
    return sealing.unseal(row.email, "email") if row else ""


def told_in(ref: str) -> str:
    """How they want to be told: see `identity.Person`."""
    rows = Petitioner.objects.filter(pk=ref) if ref.isdecimal() else Petitioner.objects.none()
    return rows.values_list("told_in", flat=True).first() or ""


def told_in_by_phone(place: str, phone: str) -> str:
    """The same of whoever has that number in the place; what they said last."""
    rows = Petitioner.objects.filter(place=place, phone_index=sealing.index(phone))
    return rows.order_by("-pk").values_list("told_in", flat=True).first() or ""


def also_by(case: Case) -> list[str]:
    """Numbers of the other cases that came from the first petitioner's telephone, in its place.

    The newest first. A whistle-blower has no number, so there are none (JS-4).
    """
    ref = citizen_actor(case).petitioner
    row = Petitioner.objects.filter(pk=ref).first() if ref.isdecimal() else None
    if row is None or not row.phone_index or case.whistle:
        return []
    same = Petitioner.objects.filter(place=case.place, phone_index=row.phone_index)
    others = same.filter(erased_at=None).exclude(case__in=["", case.number])
    return list(dict.fromkeys(others.order_by("-made_at", "-pk").values_list("case", flat=True)))


def petitioner_actor(ref: str) -> Actor:
    """A petitioner as the rules see them."""
    return Actor(id=f"petitioner:{ref}", roles=frozenset({Role.PETITIONER}), petitioner=ref)


def citizen_actor(case: Case) -> Actor:
    """Whoever opened the case by number and code: its first petitioner."""
    first = next((p.ref for p in case.petitioners if p.role is PetitionerRole.FIRST), "")
    return petitioner_actor(first)


def deliveries(case: str, petitioner: str = "") -> list[Delivery]:
    """What a case's petitioners were told, or one of them, and what became of it; newest first."""
    found = Delivery.objects.filter(case=case)
    if petitioner:
        found = found.filter(petitioner=petitioner)
    return list(found.order_by("-at", "-pk"))


def readings(case: str) -> list[Reading]:
    """Who looked at the identities of a case, newest first (B17)."""
    return list(Reading.objects.filter(case=case))
