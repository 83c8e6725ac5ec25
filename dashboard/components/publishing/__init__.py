"""Making choices public."""
