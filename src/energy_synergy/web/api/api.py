"""The interface as a whole: who may call, how refusals are told, which areas there are."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.errors import ValidationError, ValidationErrorContext
from ninja.operation import Operation

from energy_synergy.web.api import (
    agreements,
    analysis,
    audit,
    bringing_in,
    companies,
    compare,
    groups,
    imports,
    invitations,
    invoices,
    ledger,
    market,
    me,
    memberships,
    options,
    own_profiles,
    people,
    periods,
    places,
    prices,
    quality,
    schemes,
    sending,
    sources,
    tariffs,
)
from energy_synergy.web.api.callers import AUTH
from energy_synergy.web.api.operations import around
from energy_synergy.web.api.refusals import HANDLERS
from energy_synergy.web.api.wire import PlainRenderer, StrictParser

DESCRIPTION = (
    "What the pages show and do. Energies are in kWh; times are ISO 8601 with their offset; a slot of 15 minutes is "
    "named by its start; what is not known is null. Every refusal is {code, message, findings}."
)


class Api(NinjaAPI):
    """Names operations after their functions, and keeps what was sent in a refusal of it."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the name of an operation, fit for a method of a generated client."""
        return operation.view_func.__name__

    def validation_error_from_error_contexts(self, error_contexts: list[ValidationErrorContext]) -> ValidationError:
        """Return the problems of all parts of a request, each with the place of its field."""
        problems: list[dict[str, Any]] = []
        for context in error_contexts:
            model = context.model
            for one in context.pydantic_validation_error.errors(include_url=False):
                place = model.__ninja_flatten_map_reverse__.get(one["loc"], one["loc"])
                if place and place[0] == getattr(model, "__read_from_single_attr__", None):
                    # What is told stands in the body itself, not in a field of the function's own name.
                    place = place[1:]
                problems.append({**one, "loc": (model.__ninja_param_source__, *place)})
        return ValidationError(problems)


api = Api(
    title="Energy Synergy",
    version="1",
    description=DESCRIPTION,
    openapi_url=None,
    docs_url=None,
    urls_namespace="api-1",
    auth=AUTH,
    renderer=PlainRenderer(),
    parser=StrictParser(),
)
for kind, handler in HANDLERS.items():
    api.add_exception_handler(kind, handler)
api.add_decorator(around, mode="view")
api.add_router("", me.router, tags=["Me"])
api.add_router("/groups", groups.router, tags=["Groups"])
api.add_router("/groups", companies.router, tags=["Companies"])
api.add_router("/groups", memberships.router, tags=["Companies"])
api.add_router("/groups", places.router, tags=["Sites and meters"])
api.add_router("/groups", invoices.router, tags=["Sites and meters"])
api.add_router("/groups", sending.router, tags=["Readings"])
api.add_router("/groups", sources.router, tags=["Readings"])
api.add_router("/groups", imports.router, tags=["Imports"])
api.add_router("/groups", bringing_in.router, tags=["Imports"])
api.add_router("/groups", tariffs.router, tags=["Tariffs"])
api.add_router("/groups", analysis.router, tags=["Analysis"])
api.add_router("/groups", compare.router, tags=["Analysis"])
api.add_router("/groups", market.router, tags=["Market"])
api.add_router("/groups", periods.router, tags=["Surplus and deficit"])
api.add_router("/groups", quality.router, tags=["Analysis"])
api.add_router("/groups", ledger.router, tags=["Ledger of findings"])
api.add_router("/groups", own_profiles.router, tags=["Options and profiles"])
api.add_router("/groups", schemes.group_router, tags=["Country schemes"])
api.add_router("/groups", prices.group_router, tags=["Day-ahead prices"])
api.add_router("/groups", agreements.router, tags=["Agreements"])
api.add_router("/groups", people.router, tags=["People"])
api.add_router("/groups", invitations.router, tags=["People"])
api.add_router("/groups", audit.router, tags=["Audit"])
api.add_router("", schemes.router, tags=["Country schemes"])
api.add_router("", prices.router, tags=["Day-ahead prices"])
api.add_router("", options.router, tags=["Options and profiles"])
