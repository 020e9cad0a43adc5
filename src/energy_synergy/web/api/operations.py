"""How an operation is registered: with every answer that it may give, and what goes on around each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import Router
from ninja.operation import Operation

from energy_synergy.web.access import is_known
from energy_synergy.web.api.bodies import FILE_TYPES, MULTIPART, let_go
from energy_synergy.web.api.etags import conditional
from energy_synergy.web.api.idempotency import HEADER, once
from energy_synergy.web.api.refusals import SENTENCES, Refused
from energy_synergy.web.api.request_findings import field_finding
from energy_synergy.web.api.schemas.base import Refusal
from energy_synergy.web.api.wire import JSON

View = TypeVar("View", bound=Callable[..., Any])
Run = Callable[..., HttpResponse]
TAKES_FILE = "takes_file"
ALWAYS = (401, 403, 404, 422)
WRITING = (400, 401, 403, 404, 409, 413, 415, 422)


def reads(router: Router, path: str, answer: Any, **more: Any) -> Callable[[View], View]:
    """Register a question: its answer carries a tag, and nothing is sent to a caller that has it already."""
    tag = _header("If-None-Match", "Tag of the answer that you have: 304 without a body where it still holds")
    return _register(router, ["GET", "HEAD"], path, {200: answer, 304: None}, ALWAYS, tag, more)


def creates(
    router: Router, path: str, answer: Any, *, status: int = 201, dry_run: Any = None, **more: Any
) -> Callable[[View], View]:
    """Register something that is done once, however often it is sent under one idempotency key.

    `dry_run` is the answer where nothing is done on request.
    """
    key = _header(HEADER, "A new word for each thing to be done, such as a UUID: sent again, nothing is done twice")
    answers = {status: answer} if dry_run is None else {200: dry_run, status: answer}
    return _register(router, ["POST"], path, answers, WRITING, key, more)


def changes(router: Router, path: str, answer: Any, **more: Any) -> Callable[[View], View]:
    """Register a change of something; with If-Match only of what is still as the caller read it."""
    tag = _header("If-Match", "Tag of what you read: 412 where somebody changed it meanwhile")
    return _register(router, ["PATCH"], path, {200: answer}, (*WRITING, 412), tag, more)


def removes(router: Router, path: str, **more: Any) -> Callable[[View], View]:
    """Register a removal; the answer is empty."""
    return _register(router, ["DELETE"], path, {204: None}, (*ALWAYS, 409), None, more)


def uploads(router: Router, path: str, answer: Any, **more: Any) -> Callable[[View], View]:
    """Register something that is done with a file, whole in the body or as the part `file` of a form."""
    binary = {"schema": {"type": "string", "format": "binary"}}
    form = {"type": "object", "properties": {"file": binary["schema"]}, "required": ["file"]}
    content = {**dict.fromkeys(FILE_TYPES, binary), MULTIPART: {"schema": {**form, "additionalProperties": False}}}
    extra = {"requestBody": {"required": True, "content": content}}
    register = creates(router, path, answer, openapi_extra=extra, **more)

    def decorate(view: View) -> View:
        setattr(view, TAKES_FILE, True)
        return register(view)

    return decorate


def takes_file(operation: Operation) -> bool:
    """Tell whether the body of an operation is a file."""
    return getattr(operation.view_func, TAKES_FILE, False)


def _header(name: str, description: str) -> Mapping[str, Any]:
    schema = {"type": "string"}
    return {"name": name, "in": "header", "required": False, "description": description, "schema": schema}


def _register(
    router: Router,
    methods: list[str],
    path: str,
    answers: Mapping[int, Any],
    refusals: tuple[int, ...],
    header: Mapping[str, Any] | None,
    more: Mapping[str, Any],
) -> Callable[[View], View]:
    extra = dict(more.get("openapi_extra", {}))
    if header:
        extra["parameters"] = [header, *extra.get("parameters", [])]
    response = {**answers, **dict.fromkeys(refusals, Refusal)}
    return router.api_operation(methods, path, response=response, **{**more, "openapi_extra": extra})


def around(run: Run) -> Run:
    """Wrap an operation: strict about what comes in, once for each idempotency key, with tags on what goes out."""
    operation: Operation = run.__self__  # type: ignore[attr-defined]

    @wraps(run)
    def answer(request: HttpRequest, **path: Any) -> HttpResponse:
        if not is_known(request):
            return run(request, **path)
        try:
            _refuse_unknown_parameters(request, operation)
            _refuse_other_media_types(request, operation)
            if request.method == "POST":
                return once(request, lambda: run(request, **path), takes_file=takes_file(operation))
        except Exception as error:
            return operation.api.on_exception(request, error)
        finally:
            let_go(request)
        if request.method in ("GET", "HEAD"):
            return conditional(request, run(request, **path))
        # One transaction from the comparison of tags to the entry in the record.
        with transaction.atomic():
            response = run(request, **path)
            transaction.set_rollback(response.status_code >= HTTPStatus.BAD_REQUEST)
        return response

    return answer


def _refuse_unknown_parameters(request: HttpRequest, operation: Operation) -> None:
    models = (model for model in operation.models if model.__ninja_param_source__ == "query")
    known = {name for model in models for name in getattr(model, "__ninja_flatten_map__", {})}
    unknown = sorted(set(request.GET) - known)
    if unknown:
        sentence = gettext("There is no parameter of this name. Known here: {known}.")
        told = sentence.format(known=", ".join(sorted(known)) or "–")
        found = [field_finding(f"query.{name[:80]}", "unknown_parameter", told) for name in unknown[:20]]
        raise Refused(422, SENTENCES[422][0], gettext(SENTENCES[422][1]), found)


def _refuse_other_media_types(request: HttpRequest, operation: Operation) -> None:
    has_body = any(model.__ninja_param_source__ == "body" for model in operation.models)
    expected = FILE_TYPES if takes_file(operation) else (JSON,) if has_body else None
    if expected and request.content_type not in expected:
        code, sentence = SENTENCES[415]
        raise Refused(415, code, gettext(sentence).format(expected=", ".join(expected)))
