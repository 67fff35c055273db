"""Evidence: what customers said and did, in their own words, with its weight."""
