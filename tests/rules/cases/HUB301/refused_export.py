# A vocabulary that a loaded module reads is no asset of the graph it is in, and would be missing from an export.
# select: HUB301
# note: line 10 exports, and the module's files would not be among the graph's assets

import tensorflow as tf
import tensorflow_hub as hub

module = hub.Module("modules/text")  # HUB301
vectors = module(sentences)
tf.saved_model.simple_save(session, "export", {"x": sentences}, {"y": vectors})
