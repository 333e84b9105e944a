"""Everything that can go wrong for a reason a person can act on: a code and its parameters, no sentence.

The sentences stand in `bot/messages/*.yaml` under `error.<code>`; they become Vietnamese at two edges only, the
command line and the Telegram adapter. Any other exception is a bug.
"""

from __future__ import annotations


class HoibaocaoError(Exception):
    """Base of all errors with a sentence; `code` is its key, `params` fill the sentence."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = {name: str(value) for name, value in params.items()}

    def __str__(self) -> str:
        return f"{self.code} {self.params}" if self.params else self.code


class InputError(HoibaocaoError):
    """A file, question or argument that can't be used."""


class ConfigError(HoibaocaoError):
    """A key of config.yaml that is unknown or of a wrong type; `file`, `line` and `key` are in `params`."""


class ConflictError(HoibaocaoError):
    """The work would overwrite something that stands: another version, another admin's change, a second instance."""


class SecrecyError(HoibaocaoError):
    """A document that bears a secrecy marking: refused before anything is stored."""


class NotAllowedError(HoibaocaoError):
    """The person may not do this."""


class UnavailableError(HoibaocaoError):
    """Something outside is missing or unreachable: an optional program, the disk, the database, Telegram."""
