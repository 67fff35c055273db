"""The shape of input to an analysis, made from the questions of its template."""
