"""What signing in goes by: what is kept of a token, how long one waits, which passwords do."""

from hashlib import sha256


def token_hash(token: str) -> bytes:
    """What the database keeps of a token of 256 random bits: 32 bytes."""
    return sha256(token.encode()).digest()
