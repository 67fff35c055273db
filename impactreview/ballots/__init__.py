"""Ballots: who may vote, the vote, the determination with its conditions, and its enactment."""
