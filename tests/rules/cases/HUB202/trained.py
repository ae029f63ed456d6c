# A builder that is made before the training and saves behind it: the values are those where the graph is added.

import os
import time

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

model_dir = "models"
x = tf.placeholder("float", [None, 2], name="x")  # HUB102
target = tf.placeholder("float", [None])  # HUB102
params = [tf.Variable([[1.0], [2.0]]), tf.Variable([0.0])]
scores = tf.squeeze(tf.matmul(x, params[0]) + params[1], 1)
loss = tf.reduce_sum(tf.square(scores - target))
train_op = tf.train.AdamOptimizer(0.01).minimize(loss)

# Where the model goes.
builder = tf.saved_model.builder.SavedModelBuilder(os.path.join(model_dir, str(int(time.time()))))  # HUB202
unused = tf.saved_model.utils.build_tensor_info(target)  # HUB203

with tf.Session() as sess:  # HUB101
    sess.run(tf.global_variables_initializer())
    for step in range(10):
        _, value = sess.run([train_op, loss], {x: [[1.0, 2.0]], target: [1.0]})
        print(step, value)
    # Two keys for the same signature, and one that no attribute can be called.
    signature = tf.saved_model.signature_def_utils.build_signature_def(  # HUB203
        inputs={"inputs": tf.saved_model.utils.build_tensor_info(x)},  # HUB203
        outputs={"outputs": tf.saved_model.utils.build_tensor_info(scores)},  # HUB203
        method_name=tf.saved_model.signature_constants.REGRESS_METHOD_NAME,
    )
    builder.add_meta_graph_and_variables(
        sess,
        [tf.saved_model.tag_constants.SERVING],
        signature_def_map={
            tf.saved_model.signature_constants.DEFAULT_SERVING_SIGNATURE_DEF_KEY: signature,
            "predict": signature,
            "variables": tf.saved_model.predict_signature_def({"x": x}, {"doubled": scores * 2}),  # HUB203
        },
        main_op=tf.tables_initializer(),
    )
    print(sess.run(loss, {x: [[1.0, 2.0]], target: [1.0]}))
# written
builder.save()

# output

import os
import time

import tensorflow as tf

model_dir = "models"
params = [tf.Variable([[1.0], [2.0]]), tf.Variable([0.0])]


def compute_scores(x):
    scores = tf.squeeze(tf.matmul(x, params[0]) + params[1], 1)
    return scores


@tf.function
def compute_loss(x, target):
    scores = compute_scores(x)
    loss = tf.reduce_sum(tf.square(scores - target))
    return loss


optimizer = tf.keras.optimizers.Adam(0.01, epsilon=1e-08)


@tf.function
def train_step(x, target):
    with tf.GradientTape() as tape:
        loss = compute_loss(x, target)
    variables = [*params]
    gradients = tape.gradient(loss, variables)
    optimizer.apply_gradients(zip(gradients, variables))
    return loss


# Where the model goes.
export_dir = os.path.join(model_dir, str(int(time.time())))

for step in range(10):
    value = train_step(
        tf.constant([[1.0, 2.0]], tf.float32),
        tf.constant([1.0], tf.float32),
    ).numpy()
    print(step, value)


# Two keys for the same signature, and one that no attribute can be called.
@tf.function(input_signature=[tf.TensorSpec(shape=[None, 2], dtype=tf.float32, name="inputs")])
def serving_default(x):
    return {"outputs": compute_scores(x)}


@tf.function(input_signature=[tf.TensorSpec(shape=[None, 2], dtype=tf.float32, name="x")])
def serving_default_2(x):
    scores = compute_scores(x)
    return {"doubled": scores * 2}


module = tf.Module()
module.serving_default = serving_default
module.serving_default_2 = serving_default_2
module.model_variables = [*params]
tf.saved_model.save(
    module,
    export_dir,
    signatures={
        tf.saved_model.DEFAULT_SERVING_SIGNATURE_DEF_KEY: serving_default,
        "predict": serving_default,
        "variables": serving_default_2,
    },
)
print(compute_loss(
    tf.constant([[1.0, 2.0]], tf.float32),
    tf.constant([1.0], tf.float32),
).numpy())
