"""What a test can set about the double: its app, its patience, its switches."""

from dataclasses import dataclass, field

COMMANDS = (
    "/gmv", "/funnel", "/roi", "/budget-shift", "/target", "/why", "/incident", "/tidebell",
)  # fmt: skip

BOT_SCOPES = (
    "app_mentions:read", "assistant:write", "channels:history", "channels:read", "chat:write",
    "commands", "files:read", "files:write", "groups:history", "groups:read", "im:history",
    "im:write", "im:read", "pins:read", "reactions:read", "reactions:write", "usergroups:read",
    "users:read",
)  # fmt: skip

EVENTS = (
    "app_home_opened", "app_mention", "app_rate_limited", "app_uninstalled", "channel_archive",
    "channel_rename", "member_joined_channel", "member_left_channel", "message.channels",
    "message.groups", "message.im", "message.mpim", "reaction_added", "reaction_removed",
    "tokens_revoked", "user_change",
)  # fmt: skip


@dataclass
class Settings:
    """The app's installation and the workspace's patience. Seconds, unless it says otherwise.

    `limits` scales the rate limits: 1 is Slack's own, 10 is ten times more generous, 0 is none.
    `events`: what the app subscribed to, by manifest names (`message.channels`).
    `events_url`: where events, commands and interactions are posted instead of over sockets.
    `shortcuts`: callback id → title of each message shortcut; `global_shortcuts` likewise.
    `charts`: whether `data_visualization` is rolled out to this workspace.
    """

    app_name: str = "Tidebell"
    bot_token: str = "xoxb-2000000001-3000000001-TideBellDoubleBotToken1"
    app_token: str = "xapp-1-A0TIDEBELL-4000000001-TideBellDoubleAppToken1"
    signing_secret: str = "8f742231b10e8888abcd99yyyzzz85a5"
    bot_scopes: tuple[str, ...] = BOT_SCOPES
    commands: tuple[str, ...] = COMMANDS
    escaped_commands: bool = True
    shortcuts: dict[str, str] = field(default_factory=lambda: {"explain": "Explain this"})
    global_shortcuts: dict[str, str] = field(default_factory=lambda: {"ask": "Ask Tidebell"})
    events: tuple[str, ...] = EVENTS
    interactive: bool = True
    events_url: str | None = None
    ack_seconds: float = 3.0
    retry_delays: tuple[float, ...] = (0.0, 60.0, 300.0)
    trigger_seconds: float = 3.0
    response_seconds: float = 1800.0
    response_uses: int = 5
    ticket_seconds: float = 30.0
    file_seconds: float = 1.0
    stream_seconds: float = 300.0
    connection_seconds: float = 18060.0
    most_connections: int = 10
    ping_seconds: float = 10.0
    limits: float = 1.0
    charts: bool = True
    most_block_characters: int = 13200
    most_table_characters: int = 10000
    echo_app_messages: bool = True
    extra: dict[str, str] = field(default_factory=dict)
