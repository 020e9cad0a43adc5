"""What the editor of profiles says, in the visitor's language."""

from __future__ import annotations

from django.utils.translation import gettext as _


def editor_words() -> dict[str, str]:
    """Return the words of the editor by name; the values in braces are filled in by the page."""
    return {**_drawing(), **_days_and_seasons(), **_spoken(), **_refusals()}


def _drawing() -> dict[str, str]:
    return {
        "per_hour": _("kWh per hour"),
        "hours": _("24 hours"),
        "quarters": _("96 quarters"),
        "peak_at": _("{time}, {value} kWh per hour"),
        "fit_of": _("mean error {error} kWh per hour ({share}), {days} measured days"),
        "fit_of_one": _("mean error {error} kWh per hour ({share}), {days} measured day"),
        "not_compared": _("not compared"),
        "no_such_day": _("no measured day of this kind"),
        "no_days": _("There is no whole measured day to compare with."),
        "choose_company": _("Choose a company under “Compare with” first."),
    }


def _days_and_seasons() -> dict[str, str]:
    return {
        "alike": _("Every day"),
        "weekday": _("Weekdays"),
        "weekend": _("Weekends"),
        "saturday": _("Saturdays"),
        "sunday": _("Sundays"),
        "all_days": _("All other days"),
        "season": _("Season"),
        "season_name": _("Name of season {number}"),
        "months_of": _("Months of {season}"),
        "weight_of": _("Energy of such a day: {day}, {season}"),
        "of_the_year": _("{share} of the year"),
        "remove": _("Remove"),
    }


def _spoken() -> dict[str, str]:
    return {
        "undone": _("Undone."),
        "redone": _("Done again."),
        "smoothed": _("Smoothed."),
        "flattened": _("All hours are alike now."),
        "copied": _("The curve was copied."),
        "values_taken": _("{count} values were taken and rescaled to 1 kWh."),
        "file_taken": _("The curves of the file are in the editor. Save to keep them."),
        "season_added": _("A season was added."),
        "season_gone": _("Season {season} was removed."),
        "month_moved": _("{month} belongs to {season} now."),
        "month_here": _("{month} belongs to {season} already. Choose it in another season."),
    }


def _refusals() -> dict[str, str]:
    return {
        "nothing": _("Write or paste 24 values (hours) or 96 values (quarter-hours)."),
        "too_long": _("This text is too long for the values of one day."),
        "wrong_count": _("A daily curve has 24 values (hours) or 96 (quarter-hours), not {count}."),
        "not_a_number": _("Value {position} ({value}) is not a number from zero up."),
        "all_zero": _("A daily curve of zeros has no shape; at least one value must be above zero."),
        "nothing_changed": _("The curve is as it was."),
        "bad_cell": _("{time}: “{value}” is not a number of kWh from 0 to 1. The curve is as it was."),
        "bad_weight": _("“{value}” is not a number from 0 to 1000. The weight is as it was."),
        "no_weight": _("At least one kind of day must use energy. The weight is as it was."),
        "last_month": _("{season} would have no month left. Give it another one first, or remove it."),
        "no_answer": _("The site did not answer. Try again."),
    }
