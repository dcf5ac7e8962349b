"""What the web server loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402  the settings must be named first

from portal.checks import refuse_unsafe  # noqa: E402  the models must be loaded first
from portal.environment import make_folders  # noqa: E402

refuse_unsafe()
make_folders(settings.DATA_DIR, settings.FILE_UPLOAD_TEMP_DIR)
