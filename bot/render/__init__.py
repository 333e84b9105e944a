"""Answers and summaries as people read them: structure in, Telegram HTML out. Knows no SQL."""
