"""What leaves the screen: files and documents."""
