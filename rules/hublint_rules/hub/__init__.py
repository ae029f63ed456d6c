"""HUB3xx: TensorFlow Hub: modules and handles, Keras layers round them, what is exported again, requirements."""
