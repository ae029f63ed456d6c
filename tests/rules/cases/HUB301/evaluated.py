# With the module loaded, sessions that only evaluate what it gives are no longer needed.
# note: line 14 runs something that may depend on variables or on chance, or be no tensor

import numpy as np
import tensorflow as tf
import tensorflow_hub as hub

module_url = "modules/universal-sentence-encoder"  # @param
embed = hub.Module(module_url)  # HUB301
messages = ["one", "two"]

with tf.Session() as session:  # HUB101
    # Variables and tables.
    session.run([tf.global_variables_initializer(), tf.tables_initializer()])  # HUB502, HUB502
    message_embeddings = session.run(embed(messages))

    for i, message_embedding in enumerate(np.array(message_embeddings).tolist()):
        print("Message: {}".format(messages[i]))

# output

import numpy as np
import tensorflow_hub as hub

module_url = "modules/universal-sentence-encoder"  # @param
embed = hub.load(module_url)
messages = ["one", "two"]

# Variables and tables.
message_embeddings = embed.signatures["default"](messages)["default"].numpy()

for i, message_embedding in enumerate(np.array(message_embeddings).tolist()):
    print("Message: {}".format(messages[i]))
