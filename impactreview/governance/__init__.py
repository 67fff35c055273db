"""Governance: the boards, who sits on them in which chamber, and for how long."""
