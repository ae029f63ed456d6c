"""HUB4xx: Reusable SavedModels that are written by hand, and their signatures."""
