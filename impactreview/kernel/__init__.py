"""Ground floor: what every room stands on. Names nothing of the field, knows no Flask request."""
