"""Rules of ballots, one module for each theme: the count, the electorate, who may do what."""
