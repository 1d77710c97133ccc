"""What a workspace is made of, in the shapes the Web API shows it."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass
class User:
    """A member, a person or a bot. `zone` is an IANA name; `locale` like `zh-CN`."""

    id: str
    name: str
    real_name: str
    team: str
    locale: str = "zh-CN"
    zone: str = "Asia/Shanghai"
    offset: int = 28800
    email: str = ""
    deactivated: bool = False
    bot_id: str = ""
    app_id: str = ""
    admin: bool = False

    def as_json(self, *, locale: bool = False, email: bool = False) -> Json:
        profile: Json = {
            "title": "", "phone": "", "real_name": self.real_name, "display_name": self.name,
            "real_name_normalized": self.real_name, "display_name_normalized": self.name,
            "status_text": "", "status_emoji": "", "avatar_hash": "g" + self.id.lower(),
            "team": self.team,
        }  # fmt: skip
        if email and self.email:
            profile["email"] = self.email
        if self.bot_id:
            profile |= {"bot_id": self.bot_id, "api_app_id": self.app_id}
        told: Json = {
            "id": self.id, "team_id": self.team, "name": self.name, "deleted": self.deactivated,
            "profile": profile, "is_bot": bool(self.bot_id), "is_app_user": False, "updated": 1,
        }  # fmt: skip
        if not self.deactivated:
            told |= {
                "color": "4bbe2e", "real_name": self.real_name, "tz": self.zone,
                "tz_label": self.zone, "tz_offset": self.offset, "is_admin": self.admin,
                "is_owner": False, "is_primary_owner": False, "is_restricted": False,
                "is_ultra_restricted": False,
            }  # fmt: skip
            if locale:
                told["locale"] = self.locale
        return told


@dataclass
class Group:
    """A user group: `@growth`."""

    id: str
    handle: str
    name: str
    users: list[str] = field(default_factory=list)


@dataclass
class Message:
    """A message as history shows it; `body` is that JSON. `metadata` is kept apart."""

    channel: str
    body: Json
    metadata: Json | None = None
    streaming_since: float | None = None

    @property
    def ts(self) -> str:
        return str(self.body["ts"])

    @property
    def root(self) -> str | None:
        """The ts of the thread this is a reply in; None for a message of the channel itself."""
        thread = self.body.get("thread_ts")
        return None if thread in (None, self.ts) else str(thread)

    @property
    def author(self) -> str:
        return str(self.body.get("user", ""))


@dataclass
class Channel:
    """A conversation. `kind` is channel (public), group (private), im or mpim."""

    id: str
    name: str
    kind: str = "channel"
    members: list[str] = field(default_factory=list)
    archived: bool = False
    topic: str = ""
    purpose: str = ""
    creator: str = ""
    created: int = 0
    messages: dict[str, Message] = field(default_factory=dict)
    pins: list[str] = field(default_factory=list)
    bookmarks: list[Json] = field(default_factory=list)
    statuses: dict[str, Json] = field(default_factory=dict)

    def as_json(self, viewer: str, team: str) -> Json:
        told: Json = {
            "id": self.id, "created": self.created, "is_archived": self.archived,
            "is_im": self.kind == "im", "is_org_shared": False, "updated": self.created * 1000,
            "context_team_id": team,
        }  # fmt: skip
        if self.kind == "im":
            other = next((user for user in self.members if user != viewer), viewer)
            return told | {"user": other, "is_user_deleted": False, "priority": 0}
        return told | {
            "name": self.name, "name_normalized": self.name, "creator": self.creator,
            "is_channel": self.kind == "channel", "is_group": self.kind == "group",
            "is_mpim": self.kind == "mpim", "is_private": self.kind != "channel",
            "is_general": self.name == "general", "is_shared": False, "is_ext_shared": False,
            "is_pending_ext_shared": False, "pending_shared": [], "unlinked": 0,
            "is_member": viewer in self.members, "shared_team_ids": [team],
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": self.purpose, "creator": "", "last_set": 0},
            "previous_names": [],
        }  # fmt: skip


@dataclass
class File:
    """An uploaded file. It is ready `ready_at` (the workspace's clock), None before the end."""

    id: str
    name: str
    owner: str
    length: int
    title: str = ""
    alt_text: str = ""
    content: bytes | None = None
    ready_at: float | None = None
    created: int = 0
    shares: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class Token:
    """What a caller may do. `kind` is bot, user or app."""

    value: str
    kind: str
    user: str
    scopes: set[str]
    revoked: bool = False


@dataclass
class Trigger:
    """A person's act that allows one modal. `view`: the modal it came from."""

    user: str
    made_at: float
    view: str | None = None
    used: bool = False


@dataclass
class ResponseUrl:
    """Where an app may answer an act for a while. `ephemeral`: the ts of what was pressed."""

    id: str
    user: str
    channel: str
    made_at: float
    thread: str | None = None
    message: str | None = None
    ephemeral: bool = False
    uses: int = 0


@dataclass
class View:
    """A modal or a Home tab as it stands for one person; `body` is its JSON."""

    user: str
    body: Json

    @property
    def id(self) -> str:
        return str(self.body["id"])


@dataclass
class Scheduled:
    id: str
    channel: str
    post_at: int
    body: Json
    metadata: Json | None
