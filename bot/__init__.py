"""The channels over the knowledge: command line, console chat, Telegram; and every sentence that people read."""
