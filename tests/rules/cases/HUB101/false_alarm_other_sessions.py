# Sessions of other packages, and words in strings and comments.

import requests
import tensorflow as tf
from sqlalchemy.orm import Session

# tf.Session() is gone
message = "tf.Session"
with requests.Session() as sess:
    print(sess.get("https://example.com"), tf.constant(1))
with Session() as sess:
    print(sess.run(message))
