"""Where a WSGI server enters."""

from config import Config
from impactreview.app import create_app

app = create_app(Config.from_environment())
