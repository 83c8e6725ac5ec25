"""The workbench on which places are chosen."""
