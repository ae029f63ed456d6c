# Something else is called `environ`.
# select: HUB316

import os


def prepare(os, environ):
    os.environ["TFHUB_CACHE_DIR"] = "/tmp/tfhub"
    environ["TFHUB_CACHE_DIR"] = "/tmp/tfhub"


class tempfile:
    gettempdir = staticmethod(os.getcwd)


os.environ["TFHUB_CACHE_DIR"] = tempfile.gettempdir()
