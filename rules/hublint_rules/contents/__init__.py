"""HUB6xx: what a model's files hold: operations, variables, signatures and objects, read without TensorFlow."""
