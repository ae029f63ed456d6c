# A comment inside a name would be lost: the finding stays without a fix.
# note: a comment stands inside the name

import tensorflow as tf

y = (
    tf  # HUB501
    # natural
    .log(x)
)
