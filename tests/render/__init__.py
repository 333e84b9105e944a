"""Answers in words: Telegram HTML that parses, figures as the report prints them."""
