"""HUB2xx: exporting and loading a SavedModel."""
