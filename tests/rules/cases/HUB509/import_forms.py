# A module and a function that are imported by name.

from tensorflow import flags  # HUB509
from tensorflow.app import run as start

flags.DEFINE_integer("steps", 1, "how many")

if __name__ == "__main__":
    start(main)  # HUB509

# output

from absl import flags
from absl import app

flags.DEFINE_integer("steps", 1, "how many")

if __name__ == "__main__":
    app.run(main)
