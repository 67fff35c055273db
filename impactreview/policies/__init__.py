"""Policies: what is in force for customers, in which words, and since when."""
