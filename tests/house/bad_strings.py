"""Twenty strings that have broken programs, one of each kind."""

BAD_STRINGS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; DROP TABLE person; --",
    "{{7*7}}${7*7}{% raw %}%(name)s{0}",
    "a\0b",
    "one\r\nSet-Cookie: two=1\r\n\r\nthree",
    "\u202eright to left\u202c",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467\U0001f3fd",
    "Z\u0351\u036b\u0343a\u0321\u034el\u0332\u0317go\u0301\u0308",
    "x" * 10_000,
    "\\ud800 \ufffe \uffff",
    "../../etc/passwd",
    "=cmd|' /C calc'!A0",
    "[click](javascript:alert(1)) javascript:alert(1)",
    "\u0661\u0662\u0663 \u00bd \u216b \u4e09",
    '{"$ne": null, "a": [1e999]}',
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    "%00%0d%0a%2e%2e%2f%s%n%x",
    "  leading and trailing \t ",
    "\u200bzero\u200d\ufeffwidth\u2060",
)
