"""The parts of /zitting: the calendar of sittings, one sitting with its agenda, what waits, and the forms."""
