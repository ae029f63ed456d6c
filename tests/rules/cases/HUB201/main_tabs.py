# Tabs and Windows newlines stay, in a method and under `__main__`; what follows the export in the block comes after it.

import os
import tensorflow as tf

class Exporter:
	factor = 2

	def export(self, folder):
		"""Write the model.

		Twice as large.
		"""
		with tf.Graph().as_default():
			with tf.compat.v1.Session() as sess:  # HUB101
				x = tf.compat.v1.placeholder(  # HUB102
					tf.float32,
					shape=[None])
				y = tf.multiply(x,
				                self.factor)
				tf.compat.v1.saved_model.simple_save(sess, os.path.join(folder, "1"),  # HUB201
					inputs={"x": x},
					outputs={"y": y})
				print("written")
				return folder

if __name__ == "__main__":
	with tf.Graph().as_default(), tf.compat.v1.Session() as sess:  # HUB101
		x = tf.compat.v1.placeholder(tf.float32)  # HUB102
		y = x + 1
		tf.compat.v1.saved_model.simple_save(sess, "out", {"x": x}, {"y": y})  # HUB201
	Exporter().export("out/%d" % 2)

# output

import os
import tensorflow as tf

class Exporter:
	factor = 2

	def export(self, folder):
		"""Write the model.

		Twice as large.
		"""

		@tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.float32, name="x")])
		def serving_default(x):
			y = tf.multiply(x,
			                self.factor)
			return {"y": y}

		module = tf.Module()
		module.serving_default = serving_default
		tf.saved_model.save(
			module,
			os.path.join(folder, "1"),
			signatures={"serving_default": serving_default},
		)
		print("written")
		return folder

if __name__ == "__main__":
	@tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32, name="x")])
	def serving_default(x):
		y = x + 1
		return {"y": y}

	module = tf.Module()
	module.serving_default = serving_default
	tf.saved_model.save(module, "out", signatures={"serving_default": serving_default})
	Exporter().export("out/%d" % 2)
