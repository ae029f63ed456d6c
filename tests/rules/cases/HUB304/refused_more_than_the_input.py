# A signature takes several inputs by name, and no options.
# select: HUB304
# note: the call has more than the input, and what a signature takes has to be looked up

import tensorflow_hub as hub

elmo = hub.load("https://tfhub.dev/google/elmo/2")
words = elmo(inputs={"tokens": tokens, "sequence_len": lengths}, signature="tokens", as_dict=True)["elmo"]  # HUB304
others = elmo({"tokens": tokens, "sequence_len": lengths}, signature="tokens", as_dict=True)["elmo"]  # HUB304
chosen = elmo(texts, signature=name)  # HUB304
either = elmo(texts, as_dict=as_dict)  # HUB304
sentences = elmo(texts, training=True)  # HUB304
nothing = elmo()  # HUB304
