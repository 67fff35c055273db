"""The audit log: what was done to every record, in the transaction that did it."""
