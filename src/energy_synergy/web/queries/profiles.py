"""The library of profiles: the catalogue, and what the people of the group made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import F

from energy_synergy.errors import MissingExtra
from energy_synergy.profiles.base import Profile
from energy_synergy.registry import family, option
from energy_synergy.web.db.models import Group, OwnProfile, OwnProfileVersion
from energy_synergy.web.db.own_profiles import visible_profiles
from energy_synergy.web.queries.profile_records import Library, LibraryChoice, ProfileCard, ProfileRights
from energy_synergy.web.queries.profile_uses import CATALOGUE, NO_USES, OWN, Uses, load_uses
from energy_synergy.web.queries.sparkline import catalogue_spark, version_spark
from energy_synergy.web.sectors import SECTIONS, section_of
from energy_synergy.web.words import in_language

WHOSE = ("own", "mine", "catalogue", "archived")


def load_library(group: Group, rights: ProfileRights, choice: LibraryChoice) -> Library:
    """Return the profiles that fit a choice; three queries, however many there are."""
    uses = load_uses(group, rights.companies)
    catalogue = [catalogue_card(name, uses) for name in ready_profiles()]
    own = [own_card(profile, shown, rights, uses) for profile, shown in _with_latest(group, rights)]
    cards = [*catalogue, *own]
    found = {letter for card in cards for letter in card.sections}
    return Library(
        choice=choice,
        own=_chosen(own, choice) if choice.whose != "catalogue" else (),
        catalogue=_chosen(catalogue, choice) if choice.whose in ("", "catalogue") else (),
        total=sum(not card.is_archived for card in cards),
        sections=tuple((letter, str(SECTIONS[letter])) for letter in sorted(found)),
    )


def _with_latest(group: Group, rights: ProfileRights) -> Iterable[tuple[OwnProfile, OwnProfileVersion]]:
    seen = visible_profiles(group, user_id=rights.user_id, sees_all=rights.manages).select_related("maker")
    profiles = {profile.pk: profile for profile in seen}
    versions = OwnProfileVersion.objects.filter(profile__in=profiles, version=F("profile__version"))
    return [(profiles[one.profile_id], one) for one in versions]


def _chosen(cards: Iterable[ProfileCard], choice: LibraryChoice) -> tuple[ProfileCard, ...]:
    return tuple(sorted((card for card in cards if _fits(card, choice)), key=lambda card: card.name.casefold()))


def _fits(card: ProfileCard, choice: LibraryChoice) -> bool:
    text = " ".join((card.name, card.description, card.maker, *card.sectors, *card.companies)).casefold()
    return (
        all(word in text for word in choice.words.casefold().split())
        and (not choice.direction or card.direction in ("", choice.direction))
        and (not choice.sector or choice.sector in card.sections)
        and card.is_archived == (choice.whose == "archived")
        and (choice.whose != "mine" or card.is_mine)
    )


def ready_profiles() -> dict[str, type[Profile]]:
    """Return the profiles of the catalogue that need no field and have a direction of their own, by name."""
    return {
        name: cls
        for name, cls in family("profiles").items()
        if issubclass(cls, Profile) and cls.direction and _is_ready(name, cls)
    }


def _is_ready(name: str, cls: type[Profile]) -> bool:
    if any(field.is_required() for field in cls.model_fields.values()):
        return False
    try:
        option("profiles", name)
    except MissingExtra:
        return False
    return True


def catalogue_card(name: str, uses: Mapping[str, Uses]) -> ProfileCard:
    """Return a profile of the catalogue as the library shows it."""
    cls = ready_profiles()[name]
    key = f"{CATALOGUE}:{name}"
    used = uses.get(key, NO_USES)
    return ProfileCard(
        key=key,
        name=in_language(cls.label),
        description=in_language(cls.description),
        direction=cls.direction or "",
        sections=tuple(sorted({section_of(code) for code in cls.sectors} - {""})),
        spark_line=catalogue_spark(name),
        uses=used.seen,
        hidden_uses=used.hidden,
    )


def own_card(
    profile: OwnProfile, shown: OwnProfileVersion, rights: ProfileRights, uses: Mapping[str, Uses]
) -> ProfileCard:
    """Return an own profile as the library shows it."""
    key = f"{OWN}:{profile.pk}"
    used = uses.get(key, NO_USES)
    return ProfileCard(
        key=key,
        name=profile.name,
        description=profile.description,
        direction=profile.direction,
        sections=tuple(filter(None, (section_of(profile.sector),))),
        spark_line=version_spark(shown.option, shown.fields),
        uses=used.seen,
        hidden_uses=used.hidden,
        is_own=True,
        number=profile.pk,
        version=profile.version,
        is_shared=profile.is_shared,
        is_archived=profile.archived_at is not None,
        maker=profile.maker.name or profile.maker.email if profile.maker else "",
        is_mine=profile.maker_id == rights.user_id,
        can_change=rights.may_change(profile.maker_id),
    )
