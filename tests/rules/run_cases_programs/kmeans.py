import numpy as np
import tensorflow as tf

num_points, num_clusters = 200, 3
rng = np.random.RandomState(1)
data = np.concatenate([rng.randn(100, 2) + 3, rng.randn(100, 2) - 2]).astype(np.float32)

points = tf.constant(data)
centroids = tf.Variable(tf.slice(points, [0, 0], [num_clusters, -1]))
points_expanded = tf.expand_dims(points, 0)
centroids_expanded = tf.expand_dims(centroids, 1)

# Every point goes to the nearest centroid.
distances = tf.reduce_sum(tf.square(tf.subtract(points_expanded, centroids_expanded)), 2)
assignments = tf.argmin(distances, 0)

means = []
for c in range(num_clusters):
    means.append(tf.reduce_mean(
        tf.gather(points, tf.reshape(tf.where(tf.equal(assignments, c)), [1, -1])), reduction_indices=[1]))
new_centroids = tf.concat(means, 0)
update_centroids = tf.assign(centroids, new_centroids)

with tf.Session() as sess:
    sess.run(tf.initialize_all_variables())
    for step in range(10):
        _, centroid_values, assignment_values = sess.run([update_centroids, new_centroids, assignments])
    print("centroids", centroid_values)
    print(assignment_values[:10], np.bincount(assignment_values))
