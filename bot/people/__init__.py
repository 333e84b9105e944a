"""Who may ask, who gets what, what was done: the bot's own tables in the one database. No sentence, no Telegram."""
