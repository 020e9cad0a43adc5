"""Signing in, accounts and invitations: add a line for each new address."""

from __future__ import annotations

from tests.web.wall.doors import KNOWN, PUBLIC, Door, form, page

# Whoever is signed in already is sent on; only nobody gets the page.
SIGNED_OUT = "302 302 302 302 302 302 302 ok"
# The first account is made by the local owner, whom there is none of once somebody has an account.
GONE = "404 404 404 404 404 404 404 in"
GONE_PUBLIC = "404 404 404 404 404 404 404 404"
# The people of these tests have neither a password nor a second factor to show again.
NOTHING_TO_SHOW = "403 403 403 403 403 403 403 in"
SENT_ON = "302 302 302 302 302 302 302 in"

ACCOUNT_DOORS: tuple[Door, ...] = (
    page("account", KNOWN),
    form("account", KNOWN, 200),
    page("account_first", GONE),
    form("account_first", GONE, 200),
    form("account_theme", KNOWN, 204, {"theme": "dark"}),
    page("key_new", KNOWN),
    form("key_new", KNOWN, 200),
    form("key_revoke", GONE, 302, key_id="1"),
    form("sessions_end", KNOWN, 302),
    page("account_login", SIGNED_OUT),
    form("account_login", SIGNED_OUT, 200),
    page("account_logout", "ok ok ok ok ok ok ok 302"),
    form("account_logout", PUBLIC, 302),
    page("account_inactive", PUBLIC),
    # Nobody makes an account without an invitation.
    page("account_signup", SIGNED_OUT),
    form("account_signup", SIGNED_OUT, 200, {"email": "new@example.org"}),
    page("account_reauthenticate", NOTHING_TO_SHOW),
    page("account_email", KNOWN),
    page("account_email_verification_sent", PUBLIC),
    page("account_change_password", SENT_ON),
    page("account_set_password", KNOWN),
    page("account_reset_password", PUBLIC),
    form("account_reset_password", PUBLIC, 302, {"email": "forge_editor@example.org"}),
    page("account_confirm_login_code", SENT_ON),
    page("account_confirm_email", PUBLIC, key="x"),
    page("account_reset_password_from_key_done", PUBLIC),
    page("account_reset_password_from_key", PUBLIC, uidb36="1", key="x-y"),
    page("account_reset_password_done", PUBLIC),
    page("mfa_index", KNOWN),
    page("mfa_authenticate", PUBLIC, ok=302),
    page("mfa_reauthenticate", NOTHING_TO_SHOW),
    page("mfa_activate_totp", KNOWN),
    page("mfa_deactivate_totp", GONE),
    page("mfa_view_recovery_codes", GONE),
    page("mfa_generate_recovery_codes", KNOWN),
    page("mfa_download_recovery_codes", GONE),
    page("invitation", GONE_PUBLIC, secret="nothing"),
    form("invitation", GONE_PUBLIC, 200, secret="nothing"),
    form("set_language", PUBLIC, 302, {"language": "fr"}),
)
