"""Reviews: a submitted proposal is routed, read, objected to, changed, until it is ready."""
