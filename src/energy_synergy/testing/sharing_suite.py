"""What every sharing key promises: subclass `SharingKeySuite` and give it a fixture `key_class`.

The checks below take any arrays, so that a key's own tests can call them with theirs.
"""

from __future__ import annotations

import numpy as np
import pytest

from energy_synergy.sharing.base import Array, PooledKey, Shared, SharingKey

TOLERANCE = 1e-9
SIZES = [(1, 1), (1, 4), (7, 2), (40, 6), (3, 30)]


def check_limits(key: SharingKey, surplus_kwh: Array, deficit_kwh: Array) -> Shared:
    """Assert that nobody gives or receives below zero or above what it has, and that both sums are the same."""
    shared = key.share(surplus_kwh, deficit_kwh)
    slack = _slack(surplus_kwh, deficit_kwh)
    for moved, limit in ((shared.given_kwh, surplus_kwh), (shared.received_kwh, deficit_kwh)):
        assert moved.shape == limit.shape
        assert np.isfinite(moved).all()
        assert (moved >= 0).all()
        assert (moved <= limit + slack).all()
    given, received = shared.given_kwh.sum(axis=1), shared.received_kwh.sum(axis=1)
    np.testing.assert_allclose(given, received, rtol=TOLERANCE, atol=slack)
    return shared


def check_completeness(key: SharingKey, surplus_kwh: Array, deficit_kwh: Array) -> None:
    """Assert that min(sum surplus, sum deficit) moves, or at most that much where the key is not complete."""
    moved = key.share(surplus_kwh, deficit_kwh).received_kwh.sum(axis=1)
    most = np.minimum(surplus_kwh.sum(axis=1), deficit_kwh.sum(axis=1))
    slack = _slack(surplus_kwh, deficit_kwh)
    assert (moved <= most + slack).all()
    if key.is_complete:
        np.testing.assert_allclose(moved, most, rtol=TOLERANCE, atol=slack)


def check_permutation(key: SharingKey, surplus_kwh: Array, deficit_kwh: Array, order: list[int]) -> None:
    """Assert that the order in which members stand does not matter."""
    shared = key.share(surplus_kwh, deficit_kwh)
    permuted = key.permuted(order).share(surplus_kwh[:, order], deficit_kwh[:, order])
    slack = _slack(surplus_kwh, deficit_kwh)
    np.testing.assert_allclose(permuted.given_kwh, shared.given_kwh[:, order], rtol=TOLERANCE, atol=slack)
    np.testing.assert_allclose(permuted.received_kwh, shared.received_kwh[:, order], rtol=TOLERANCE, atol=slack)


def check_idle_member(key: SharingKey, joined: SharingKey, surplus_kwh: Array, deficit_kwh: Array) -> None:
    """Assert that a member without surplus and deficit, who joins last with the key `joined`, changes nothing."""
    idle = np.zeros((len(surplus_kwh), 1))
    before = key.share(surplus_kwh, deficit_kwh)
    after = joined.share(np.hstack([surplus_kwh, idle]), np.hstack([deficit_kwh, idle]))
    slack = _slack(surplus_kwh, deficit_kwh)
    np.testing.assert_allclose(after.given_kwh, np.hstack([before.given_kwh, idle]), rtol=TOLERANCE, atol=slack)
    np.testing.assert_allclose(after.received_kwh, np.hstack([before.received_kwh, idle]), rtol=TOLERANCE, atol=slack)


def _slack(surplus_kwh: Array, deficit_kwh: Array) -> float:
    return TOLERANCE * float(max(surplus_kwh.max(initial=0.0), deficit_kwh.max(initial=0.0)))


def random_group(slots: int, members: int, *, seed: int = 1) -> tuple[Array, Array]:
    """Return surplus and deficit [kWh], (T, M): never both above zero, and some members idle."""
    draw = np.random.default_rng(seed)
    net = draw.normal(scale=5.0, size=(slots, members)) * (draw.random((slots, members)) < 0.8)
    return np.maximum(net, 0.0), np.maximum(-net, 0.0)


@pytest.mark.parametrize(("slots", "members"), SIZES)
class SharingKeySuite:
    """The promises of a sharing key, on groups of several sizes."""

    def test_it_moves_what_there_is_and_no_more(self, key_class: type[SharingKey], slots: int, members: int) -> None:
        """Limits and equal sums hold in every slot."""
        check_limits(key_class.sample(slots, members), *random_group(slots, members))

    def test_it_moves_all_it_can_if_it_says_so(self, key_class: type[SharingKey], slots: int, members: int) -> None:
        """A complete key leaves surplus and deficit side by side in no slot."""
        check_completeness(key_class.sample(slots, members), *random_group(slots, members))

    def test_it_moves_nothing_without_surplus_or_without_deficit(
        self, key_class: type[SharingKey], slots: int, members: int
    ) -> None:
        """Zero sums give zeros, without a division by zero."""
        key, (surplus, deficit) = key_class.sample(slots, members), random_group(slots, members)
        nothing = np.zeros_like(surplus)
        for left in ((surplus, nothing), (nothing, deficit), (nothing, nothing)):
            shared = check_limits(key, *left)
            assert not shared.given_kwh.any()
            assert not shared.received_kwh.any()

    def test_the_order_of_members_does_not_matter(self, key_class: type[SharingKey], slots: int, members: int) -> None:
        """Permuting members, and the key with them, permutes the result."""
        order = [int(place) for place in np.random.default_rng(2).permutation(members)]
        check_permutation(key_class.sample(slots, members), *random_group(slots, members), order)

    def test_an_idle_member_changes_nothing_if_it_says_so(
        self, key_class: type[SharingKey], slots: int, members: int
    ) -> None:
        """A member without surplus and deficit takes nothing from the others."""
        if key_class.ignores_idle_members:
            key, joined = key_class.sample(slots, members), key_class.sample(slots, members + 1)
            check_idle_member(key, joined, *random_group(slots, members))

    def test_slots_are_judged_alone_if_it_says_so(self, key_class: type[SharingKey], slots: int, members: int) -> None:
        """A key of the slot gives the same for a slot by itself."""
        key, (surplus, deficit) = key_class.sample(slots, members), random_group(slots, members)
        if key.span == "slot":
            together = key.share(surplus, deficit)
            rows = [slice(slot, slot + 1) for slot in range(slots)]
            alone = [key.on_rows(one).share(surplus[one], deficit[one]).received_kwh[0] for one in rows]
            np.testing.assert_allclose(together.received_kwh, alone, rtol=TOLERANCE, atol=TOLERANCE)

    def test_it_keeps_its_promises_when_producers_have_ranks(
        self, key_class: type[SharingKey], slots: int, members: int
    ) -> None:
        """Who gives first changes what each gives, and nothing that is received."""
        if issubclass(key_class, PooledKey):
            key, left = key_class.sample(slots, members), random_group(slots, members)
            ranked = key.model_copy(update={"giving_ranks": tuple(1 + place // 2 for place in range(members))})
            shared = check_limits(ranked, *left)
            np.testing.assert_allclose(shared.received_kwh, key.share(*left).received_kwh, rtol=TOLERANCE)
            check_permutation(ranked, *left, list(reversed(range(members))))

    def test_flows_between_members_add_up(self, key_class: type[SharingKey], slots: int, members: int) -> None:
        """Over its receivers a giver's flows are what it gives, and the same the other way round."""
        key, left = key_class.sample(slots, members), random_group(slots, members)
        shared, flows, slack = key.share(*left), key.flow_matrix(*left), _slack(*left) * slots
        np.testing.assert_allclose(flows.sum(axis=1), shared.given_kwh.sum(axis=0), rtol=TOLERANCE, atol=slack)
        np.testing.assert_allclose(flows.sum(axis=0), shared.received_kwh.sum(axis=0), rtol=TOLERANCE, atol=slack)
        pairs = [key.pair_kwh(*left, members - 1, receiver) for receiver in range(members)]
        np.testing.assert_allclose([pair.sum() for pair in pairs], flows[-1], rtol=TOLERANCE, atol=slack)
        np.testing.assert_allclose(sum(pairs), shared.given_kwh[:, -1], rtol=TOLERANCE, atol=slack)
        prices = np.linspace(-0.1, 0.3, slots)
        earned = key.flow_matrix(*left, prices).sum(axis=1)
        np.testing.assert_allclose(earned, prices @ shared.given_kwh, rtol=TOLERANCE, atol=slack)

    def test_it_leaves_its_inputs_alone(self, key_class: type[SharingKey], slots: int, members: int) -> None:
        """Surplus and deficit may be read-only, and writing into given arrays gives the same."""
        key, left = key_class.sample(slots, members), np.stack(random_group(slots, members))
        left.flags.writeable = False
        shared, out = key.share(left[0], left[1]), np.empty_like(left)
        key.share_block(left, left.sum(axis=2), out)
        np.testing.assert_allclose(out, np.stack([shared.given_kwh, shared.received_kwh]), rtol=TOLERANCE)
