# The forms of calls: inputs by position, by keyword and as dictionaries, signatures, all outputs or the default one.
# select: HUB301

import tensorflow as tf
import tensorflow_hub as hub

SIGNATURE = "tokens"

elmo = hub.Module(spec="https://tfhub.dev/google/elmo/2", trainable=False, name="elmo", tags=set())  # HUB301
a = elmo(["the cat is on the mat", "dogs are in the fog"])
b = elmo(sentences, signature="default", as_dict=True)["elmo"]
c = elmo(inputs=sentences, as_dict=False)
d = elmo(inputs={"tokens": tokens, "sequence_len": lengths}, signature=SIGNATURE, as_dict=True)["elmo"]
e = elmo(dict(tokens=tokens, sequence_len=lengths), signature="tokens")
f = elmo({"tokens/0": tokens, "class": lengths}, signature="tokens")
features = {"tokens": tokens}
features["sequence_len"] = lengths
g = elmo(features, signature="tokens", as_dict=True)
h = elmo(signature="info", as_dict=True)
i = elmo(tf.squeeze(elmo(sentences), axis=[1]),
         signature="default", as_dict=True)["default"]
j = hub.Module("modules/one_call", tags={"large"})(sentences)  # HUB301
long_enough = elmo(inputs={"tokens": tokenized_sentences_of_the_batch, "sequence_len": lengths_of_the_sentences}, signature="tokens")

# output

import tensorflow as tf
import tensorflow_hub as hub

SIGNATURE = "tokens"

elmo = hub.load("https://tfhub.dev/google/elmo/2")
a = elmo.signatures["default"](["the cat is on the mat", "dogs are in the fog"])["default"]
b = elmo.signatures["default"](sentences)["elmo"]
c = elmo.signatures["default"](sentences)["default"]
d = elmo.signatures[SIGNATURE](tokens=tokens, sequence_len=lengths)["elmo"]
e = elmo.signatures["tokens"](tokens=tokens, sequence_len=lengths)["default"]
f = elmo.signatures["tokens"](**{"tokens/0": tokens, "class": lengths})["default"]
features = {"tokens": tokens}
features["sequence_len"] = lengths
g = elmo.signatures["tokens"](**features)
h = elmo.signatures["info"]()
i = elmo.signatures["default"](tf.squeeze(elmo.signatures["default"](sentences)["default"], axis=[1]))["default"]
j = hub.load("modules/one_call", tags={"large"}).signatures["default"](sentences)["default"]
long_enough = elmo.signatures["tokens"](
    tokens=tokenized_sentences_of_the_batch,
    sequence_len=lengths_of_the_sentences,
)["default"]
