"""What the Makefile runs: the environment, the browser, the tests."""
