"""One process owns a data folder; the others ask it through a socket only its user can reach.

The engine lets a single process write to a store. `claim` gives that right to the first one,
`<data>/owner.json` says who it is, and a server that owns a folder answers the command line's
`ask` and `load` over a local socket, so that both work while it runs.
"""

from bot.owner.claim import Claim, Holder, claim, read_holder
from bot.owner.client import Connection, Held, OwnerLost, Refused, claim_or_connect
from bot.owner.listener import Handle, Listener, Progress

__all__ = [
    "Claim",
    "Connection",
    "Handle",
    "Held",
    "Holder",
    "Listener",
    "OwnerLost",
    "Progress",
    "Refused",
    "claim",
    "claim_or_connect",
    "read_holder",
]
