"""The idempotency key of what somebody sends, with what tells the same from something else."""


class SentKey(str):
    """A key, and a keyed hash of what was sent under it: 64 hexadecimal digits.

    Whoever sends the same again means the same act; other content under the same key is another
    one, which must neither be done unasked nor be dropped.
    """

    content: str

    def __new__(cls, key: str, content: str) -> "SentKey":
        made = super().__new__(cls, key)
        made.content = content
        return made
