"""Tests of the site: Django is ready, with an empty database, before the first model is imported."""

import tempfile
from pathlib import Path

from zhibao.web.serving import prepare

_HOME = tempfile.TemporaryDirectory(prefix="zhibao-web-tests-", ignore_cleanup_errors=True)
prepare(Path(_HOME.name))
