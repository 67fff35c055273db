"""Escalations: an employee says that a policy in force harms customers, and is answered."""
