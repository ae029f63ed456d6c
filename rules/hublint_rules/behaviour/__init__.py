"""HUB7xx: how models behave when they are loaded, called, trained and saved again."""
