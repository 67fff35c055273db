"""The demo: two invented firms whose people, boards and policies show what the product does."""
