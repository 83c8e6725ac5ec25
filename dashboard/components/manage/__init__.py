"""What the pages of /beheer show: frames in, components out."""
