"""Measurements: our pages and acts beside a bare app, never in the test suite."""
