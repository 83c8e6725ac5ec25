"""Sittings: planning them, their agendas, and recording what an organ decided."""
