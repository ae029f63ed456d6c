# The name that TensorFlow would be imported by is taken.
# select: HUB304
# note: `tf` is the name of something else here, and the input has to be made a tensor

import tensorflow_hub as hub

embed = hub.load("https://tfhub.dev/google/nnlm-en-dim50/1")
for tf in [["one"], ["two"]]:
    print(embed(tf))  # HUB304
