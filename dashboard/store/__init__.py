"""Everything that writes: embedded server, migrations, loader, projection, actions and sources."""
