"""网站的入口: what the server calls for every request."""

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application

# A request makes tens of thousands of objects that are gone with it. At Python's own pace so many would be looked at
# again and again, and with them every so often all definitions of the folder, which stops everything for 0.2 s.
gc.set_threshold(50_000, 10, 10)
# Whoever comes back from the database need not wait long for another request of the process that computes.
sys.setswitchinterval(0.001)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibao.web.settings")
application = get_wsgi_application()
