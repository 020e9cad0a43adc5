"""Accounts."""
from tests.web.conftest import People
def test_home(people: People) -> None:
    for who in ("manager", "mill_editor"):
        assert getattr(people, who).get("/about/").status_code == 200
    assert people.manager.get("/account/").status_code == 200
    for path in ("login", "password/reset", "password/reset/done", "signup", "inactive","password/reset/key/done"):
        assert people.nobody.get(f"/account/{path}/").status_code == 200
    for path in ("two-factor", "email", "password/change", "logout"):
        assert people.manager.get(f"/account/{path}/").status_code in (200,302), path
