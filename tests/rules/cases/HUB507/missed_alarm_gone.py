# What nothing takes the place of stays, and is reported with what to do.

import tensorflow as tf
from tensorflow.contrib import crf, predictor

loss = crf.crf_log_likelihood(x, y, lengths)  # HUB507
predict = predictor.from_saved_model("out")  # HUB507
tf.contrib.seq2seq.sequence_loss(x, y, w)  # HUB507
tf.contrib.learn.Estimator(model_fn)  # HUB507
