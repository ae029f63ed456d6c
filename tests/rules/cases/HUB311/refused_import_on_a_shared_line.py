# Nothing can be put between two statements of one line.
# select: HUB311
# note: TensorFlow is not imported on a line of its own at the top of the file

import os; import tensorflow_hub as hub

os.environ["TF_USE_LEGACY_KERAS"] = "1"  # HUB311
