# Names that are spelled alike and mean something else.
# select: HUB311

import tensorflow_hub as hub


class Settings:
    environ = {}


os = Settings()
os.environ["TF_USE_LEGACY_KERAS"] = "1"
print(hub.KerasLayer)
