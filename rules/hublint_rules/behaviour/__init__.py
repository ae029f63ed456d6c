"""HUB7xx: How a model behaves when it is loaded, called, trained further and saved again."""
