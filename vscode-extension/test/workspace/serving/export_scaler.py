"""Exports a model that brings prices to a common scale."""
import tensorflow as tf


class Scaler(tf.Module):
    def __init__(self, mean, deviation):
        self.mean = tf.Variable(mean)
        self.deviation = tf.Variable(deviation)

    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32, name='prices')])
    def scale(self, prices):
        return {'scaled': (prices - self.mean) / self.deviation}


scaler = Scaler(mean=21.5, deviation=4.0)
tf.saved_model.save(scaler, 'exported/scaler', signatures={'serving_default': scaler.scale})
