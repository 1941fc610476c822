"""网站的入口: what the server calls for every request."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibao.web.settings")
application = get_wsgi_application()
