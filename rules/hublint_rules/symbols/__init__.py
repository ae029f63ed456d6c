"""HUB5xx: names and arguments that TensorFlow renamed, moved or removed."""
