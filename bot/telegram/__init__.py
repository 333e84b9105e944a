"""The Telegram side: thin adapters over the engine. A command is declared at its handler; sentences are in messages."""
