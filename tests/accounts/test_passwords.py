"""What a password must be, and how it is changed."""

import re
import subprocess
import sys
from dataclasses import replace

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts import actions
from accounts.models import User
from accounts.passwords import LONGEST, SHORTEST, LengthValidator
from audit.models import Event
from mail.models import Letter
from portal import settings as as_users_meet_it
from tests import factories

NEW = "nagai-aikotoba-no-mihon"

REFUSED = [
    "short", "elevenchars", "123456789012", "8301948571930485", "aaaaaaaaaaaa", "ababababababab",
    "ああああああああああああ", "112233445566", "abcdefghijkl", "password1234", "P@ssw0rd-Passw0rd", "qwertyuiop12",
    "tochigi-2024-04", "TOCHIGI2024TOCHIGI", "Tochigi Kagawa", "ｔｏｃｈｉｇｉ２０２４！",
    "栃木県栃木県栃木県栃木県", "とちぎけんとちぎけん１２３", "とうきょうと2024-2025", "全国知事会知事会知事会11111",
    "生成AI知見共有ポータル", "生成ＡＩ知見共有ポータル２０２４", "chatgpt-genai-1",
]  # fmt: skip
TAKEN = [
    "kaki-no-ha-sushi-47", "mihon-no-aikotoba-2024", "correct horse battery", "x7#Kq9!mZ2pL", "x7#Kq9!mZ2pL" * 10,
    "桜の木の下で猫がねむっている", "栃木県の庁舎から見える夕焼け空", " zwei leere Zeichen vorn",
    "😀🍣🗾🐈🍵🎐🏯🌸🚃🐟🍙🍡",
]  # fmt: skip


@pytest.mark.parametrize("password", REFUSED)
def test_common_short_and_local_words_are_refused(password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert all(re.search("[ぁ-ん]", message) for message in refused.value.messages)


@pytest.mark.parametrize("password", TAKEN)
def test_long_and_own_words_are_taken_whatever_their_signs(password):
    validate_password(password)


def test_ones_own_address_is_no_password():
    with pytest.raises(ValidationError):
        validate_password("hanako.mihon@x", User(email="hanako.mihon@example.jp", name="見本 花子"))


@given(st.text(max_size=LONGEST * 2))
def test_only_the_length_counts_for_the_length(password):
    fits = SHORTEST <= len(password) <= LONGEST
    try:
        LengthValidator().validate(password)
    except ValidationError:
        assert not fits
    else:
        assert fits


def test_passwords_are_kept_as_argon2id():
    assert as_users_meet_it.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert Argon2PasswordHasher().encode("x", "saltsaltsalt").startswith("argon2$argon2id$")


@pytest.mark.django_db
def test_password_fields_tell_the_browser_what_they_are_and_let_paste(client, tochigi):
    client.force_login(tochigi)
    page = client.get("/me/settings/security/").content.decode()
    assert re.findall(r'name="(oldpassword|password[12])"[^>]*autocomplete="([\w-]+)"', page) == [
        ("oldpassword", "current-password"), ("password1", "new-password"), ("password2", "new-password"),
    ]  # fmt: skip
    signin = Client().get("/login/").content.decode()
    assert re.findall(r'name="(login|password)"[^>]*autocomplete="([\w-]+)"', signin) == [
        ("login", "username"), ("password", "current-password"),
    ]  # fmt: skip
    for html in (page, signin):
        assert not re.search("placeholder=|onpaste|maxlength=|<a[^>]*>[^<]*</a></div>\\s*<input", html)


def change(client: Client, old: str = factories.PASSWORD, new: str = NEW, again: str = NEW):
    values = {"oldpassword": old, "password1": new, "password2": again}
    return client.post("/me/settings/security/", values)


@pytest.mark.django_db
def test_a_change_ends_every_session_and_is_one_event(tochigi):
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        client.post("/login/", {"login": tochigi.email, "password": factories.PASSWORD})
        assert client.get("/me/").status_code == 200
    response = change(here)
    assert response["Location"] == "/login/"
    assert "パスワードを変えました" in here.get("/login/").content.decode()
    for client in (here, elsewhere):
        assert client.get("/me/").status_code == 302
    assert Event.objects.filter(verb="change_password").count() == 1
    assert here.post("/login/", {"login": tochigi.email, "password": NEW})["Location"] == "/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"old": "falsch-und-lang-genug"}, "今のパスワードが違います"),
        ({"again": "etwas-anderes-langes"}, "2つのパスワードが違います"),
        ({"new": "kurz", "again": "kurz"}, "12文字以上にしてください。今は4文字です"),
        ({"old": ""}, "今のパスワードを入れてください"),
        ({"new": "", "again": ""}, "新しいパスワードを入れてください"),
    ],
)
def test_a_wrong_change_says_what_to_mend_and_changes_nothing(client, tochigi, values, said):
    client.force_login(tochigi)
    page = change(client, **values).content.decode()
    assert "<title>エラー：" in page
    assert said in page
    tochigi.refresh_from_db()
    assert tochigi.check_password(factories.PASSWORD)


@pytest.mark.django_db
def test_the_present_password_cannot_be_guessed_at_an_open_screen(client, tochigi):
    client.force_login(tochigi)
    for _ in range(5):
        change(client, old="falsch-und-lang-genug")
    assert "15分ほど待って" in change(client).content.decode()
    tochigi.refresh_from_db()
    assert tochigi.check_password(factories.PASSWORD)


@pytest.mark.django_db
def test_a_new_password_by_mail_ends_the_lock_and_all_sessions(tochigi):
    before = Client()
    before.force_login(tochigi)
    for _ in range(5):
        Client().post("/login/", {"login": tochigi.email, "password": "falsch-und-lang-genug"})
    client = Client()
    client.post("/password/reset/", {"email": tochigi.email.upper()})
    link = re.search(r"https?://[^/]+(/\S+)", Letter.objects.get().body)[1]
    for _ in range(10):  # scanners open links
        assert Client().get(link).status_code == 302
        assert Client().head(link).status_code == 302
    form = client.get(link, follow=True).redirect_chain[-1][0]
    weak = client.post(form, {"password1": "tochigi12345", "password2": "tochigi12345"}).content.decode()
    assert "県名" in weak
    done = client.post(form, {"password1": NEW, "password2": NEW})
    assert done["Location"] == "/password/reset/key/done/"
    assert client.get("/me/").status_code == 302  # nobody is signed in by it
    assert before.get("/me/").status_code == 302
    assert Client().post("/login/", {"login": tochigi.email, "password": NEW})["Location"] == "/"
    assert list(Event.objects.filter(verb__in=["ask_reset", "change_password"]).values_list("verb", flat=True)) == [
        "ask_reset", "change_password",
    ]  # fmt: skip


@pytest.mark.django_db
def test_asking_for_a_reset_answers_the_same_past_every_limit(settings, tochigi):
    settings.LIMITS = replace(settings.LIMITS, failures_per_address=12)
    answers = set()
    for number in range(20):
        email = tochigi.email if number < 8 else f"stranger{number}@example.jp"
        response = Client().post("/password/reset/", {"email": email})
        answers.add((response.status_code, response["Location"], response.content))
    assert answers == {(302, "/password/reset/done/", b"")}
    assert Letter.objects.filter(to=tochigi.email).count() == 5
    assert Letter.objects.count() == 9  # nobody has us write to very many strangers


@pytest.mark.django_db
def test_a_stopped_account_is_no_way_to_a_reset_link(admin, tochigi):
    actions.suspend(tochigi, by=admin)
    Client().post("/password/reset/", {"email": tochigi.email})
    assert "/password/reset/key/" not in Letter.objects.get().body


@pytest.mark.parametrize(
    ("base", "session", "secure"),
    [
        ("https://portal.example.jp", "__Host-portal_session", True),
        ("http://127.0.0.1:8000", "portal_session_8000", False),
    ],
)
def test_cookies_are_bound_to_the_host_where_there_is_https(tmp_path, base, session, secure):
    script = (
        "from portal import settings as s; print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, "
        "s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE)"
    )
    env = {"PORTAL_DATA_DIR": str(tmp_path), "PORTAL_BASE_URL": base, "PORT": "8000"}
    said = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True).stdout
    assert said.split() == [session, str(secure), str(secure), "True", "Lax"]
