"""HUB9xx: what hublint says about itself and what it cannot read."""
