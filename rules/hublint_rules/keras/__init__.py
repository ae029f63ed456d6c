"""HUB4xx: Keras models that are exported."""
