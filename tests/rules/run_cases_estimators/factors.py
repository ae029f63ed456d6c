"""A factorization machine as people wrote them: with flags, a configuration and an export of raw tensors."""

import numpy as np
import tensorflow as tf

FLAGS = tf.app.flags.FLAGS
tf.app.flags.DEFINE_integer("field_size", 3, "Number of fields")
tf.app.flags.DEFINE_integer("feature_size", 20, "Number of features")
tf.app.flags.DEFINE_string("model_dir", "ckpt", "model check point dir")
tf.app.flags.DEFINE_string("servable_model_dir", "exported", "export servable model")


def input_fn(seed, batch_size=32, num_epochs=1, perform_shuffle=False):
    rng = np.random.RandomState(seed)
    ids = rng.randint(0, 20, size=(100, 3)).astype(np.int64)
    vals = rng.rand(100, 3).astype(np.float32)
    labels = (vals.sum(axis=1) > 1.5).astype(np.float32)
    dataset = tf.data.Dataset.from_tensor_slices(({"feat_ids": ids, "feat_vals": vals}, labels))
    if perform_shuffle:
        dataset = dataset.shuffle(buffer_size=256)
    dataset = dataset.repeat(num_epochs)
    dataset = dataset.batch(batch_size)
    iterator = dataset.make_one_shot_iterator()
    batch_features, batch_labels = iterator.get_next()
    return batch_features, batch_labels


def model_fn(features, labels, mode, params):
    """Build the model function."""
    #------hyperparameters----
    field_size = params["field_size"]
    feature_size = params["feature_size"]
    learning_rate = params["learning_rate"]

    #------build weights------
    FM_B = tf.get_variable(name='fm_bias', shape=[1], initializer=tf.constant_initializer(0.0))
    FM_W = tf.get_variable(name='fm_w', shape=[feature_size], initializer=tf.constant_initializer(0.1))

    #------build feature-------
    feat_ids = tf.reshape(features['feat_ids'], shape=[-1, field_size])
    feat_vals = tf.reshape(features['feat_vals'], shape=[-1, field_size])

    with tf.variable_scope("First-order"):
        feat_wgts = tf.nn.embedding_lookup(FM_W, feat_ids)
        y_w = tf.reduce_sum(tf.multiply(feat_wgts, feat_vals), 1)

    with tf.variable_scope("FM-out"):
        y_bias = FM_B * tf.ones_like(y_w, dtype=tf.float32)
        y = y_bias + y_w
        pred = tf.sigmoid(y)

    predictions = {"prob": pred}
    export_outputs = {
        tf.saved_model.signature_constants.DEFAULT_SERVING_SIGNATURE_DEF_KEY: tf.estimator.export.PredictOutput(
            predictions)}
    # Provide an estimator spec for `ModeKeys.PREDICT`
    if mode == tf.estimator.ModeKeys.PREDICT:
        return tf.estimator.EstimatorSpec(
                mode=mode,
                predictions=predictions,
                export_outputs=export_outputs)

    #------bulid loss------
    loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(logits=y, labels=labels)) + \
        0.001 * tf.nn.l2_loss(FM_W)

    # Provide an estimator spec for `ModeKeys.EVAL`
    eval_metric_ops = {
        "auc": tf.metrics.auc(labels, pred)
    }
    if mode == tf.estimator.ModeKeys.EVAL:
        return tf.estimator.EstimatorSpec(
                mode=mode,
                predictions=predictions,
                loss=loss,
                eval_metric_ops=eval_metric_ops)

    #------bulid optimizer------
    optimizer = tf.train.AdamOptimizer(learning_rate=learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8)
    train_op = optimizer.minimize(loss, global_step=tf.train.get_global_step())

    # Provide an estimator spec for `ModeKeys.TRAIN` modes
    if mode == tf.estimator.ModeKeys.TRAIN:
        return tf.estimator.EstimatorSpec(
                mode=mode,
                predictions=predictions,
                loss=loss,
                train_op=train_op)


def main(_):
    model_params = {
        "field_size": FLAGS.field_size,
        "feature_size": FLAGS.feature_size,
        "learning_rate": 0.01,
    }
    config = tf.estimator.RunConfig().replace(session_config=tf.ConfigProto(device_count={'GPU': 0, 'CPU': 2}),
            log_step_count_steps=10, save_summary_steps=10)
    fm = tf.estimator.Estimator(model_fn=model_fn, model_dir=FLAGS.model_dir, params=model_params, config=config)

    fm.train(input_fn=lambda: input_fn(0, num_epochs=5, batch_size=16))
    result = fm.evaluate(input_fn=lambda: input_fn(1))
    print({key: round(float(value), 4) for key, value in sorted(result.items())})
    preds = fm.predict(input_fn=lambda: input_fn(1))
    for prob in list(preds)[:8]:
        print("%.4f" % prob['prob'])
    feature_spec = {
        'feat_ids': tf.placeholder(dtype=tf.int64, shape=[None, FLAGS.field_size], name='feat_ids'),
        'feat_vals': tf.placeholder(dtype=tf.float32, shape=[None, FLAGS.field_size], name='feat_vals')
    }
    serving_input_receiver_fn = tf.estimator.export.build_raw_serving_input_receiver_fn(feature_spec)
    fm.export_savedmodel(FLAGS.servable_model_dir, serving_input_receiver_fn)


if __name__ == "__main__":
    tf.logging.set_verbosity(tf.logging.ERROR)
    tf.app.run()
