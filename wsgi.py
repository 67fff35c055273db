"""Where a WSGI server enters."""

import sys

from config import Config, Misconfigured, weakness_of
from impactreview.readiness import Unready
from impactreview.serving import application

try:
    config = Config.from_environment()
    app = application(config, weakness_of(config.SECRET_KEY))
except (Misconfigured, Unready) as error:
    sys.stderr.write(f"impactreview: {error}\n")
    raise SystemExit(2) from None
