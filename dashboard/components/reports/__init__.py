"""Reports on screen: the list, one version with what can be done with it, two versions beside each other."""
