"""HUB1xx: TensorFlow 1 programs."""
