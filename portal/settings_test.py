"""Settings of the test suite: a data folder of its own, a quick password hash, plain static files."""

import os
import tempfile
from dataclasses import replace

# Each process that runs tests has a folder of its own, and those that it starts have that: a test that sweeps away what
# its database does not name would else take the files of another's test.
_worker = os.environ.get("PYTEST_XDIST_WORKER", "")
if "PORTAL_DATA_DIR" not in os.environ or os.environ.get("FOLDER_OF_TESTS", "") != _worker:
    os.environ["PORTAL_DATA_DIR"] = tempfile.mkdtemp(prefix="portal-test-")
    os.environ["FOLDER_OF_TESTS"] = _worker

from portal.environment import make_folders  # noqa: E402
from portal.settings import *  # noqa: E402, F403  the folder must be named before the settings are read

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
OFFICE = False  # tests of it switch it on: what is installed here must not change the others
# A machine that runs tests is a busy one: what a page shows must not hang on how fast it is.
LIMITS = replace(LIMITS, judging_seconds=60)  # noqa: F405
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, because threads and processes share it as they do in life; without waiting for the disk.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}  # noqa: F405
    _OPTIONS = DATABASES["default"]["OPTIONS"]  # noqa: F405
    _OPTIONS["init_command"] = _OPTIONS["init_command"].replace("synchronous=FULL", "synchronous=OFF")
else:
    DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"  # noqa: F405  likewise
# The static server warns about a folder that is not there.
make_folders(DATA_DIR, FILE_UPLOAD_TEMP_DIR, STATIC_ROOT)  # noqa: F405
