"""What stands between a browser and the pages: shell, gate, accounts, language, services."""
