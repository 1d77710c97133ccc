"""files.*: the external upload; a file is ready a while after its upload is complete."""

from tests.doubles.slack import messaging
from tests.doubles.slack.model import File, Json
from tests.doubles.slack.refusal import Refusal, invalid_arguments
from tests.doubles.slack.web.calls import Call, method
from tests.doubles.slack.web.chat import may_write, read_content, signed
from tests.doubles.slack.workspace import Workspace

_KINDS = {
    "png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "csv": "text/csv",
    "txt": "text/plain", "pdf": "application/pdf", "md": "text/markdown",
}  # fmt: skip


def file_json(world: Workspace, file: File) -> Json:
    """A file as files.info shows it: bare until it is ready."""
    where = f"{world.address}/files-pri/{world.team_id}-{file.id}/{file.name}"
    told: Json = {
        "id": file.id, "created": file.created, "timestamp": file.created, "name": file.name,
        "title": file.title or file.name, "mimetype": "", "filetype": "", "pretty_type": "",
        "user": file.owner, "user_team": world.team_id, "editable": False, "size": file.length,
        "mode": "hosted", "is_external": False, "external_type": "", "is_public": False,
        "public_url_shared": False, "display_as_bot": False, "username": "",
        "url_private": where, "url_private_download": where.replace("-pri/", "-pri/download/"),
        "permalink": f"{world.address}/files/{file.owner}/{file.id}/{file.name}",
        "comments_count": 0, "shares": {}, "channels": [], "groups": [], "ims": [],
        "has_rich_preview": False, "file_access": "visible",
    }  # fmt: skip
    if file.alt_text:
        told["alt_txt"] = file.alt_text
    if file.ready_at is None or file.ready_at > world.clock.now():
        return told
    ending = file.name.rpartition(".")[2].lower()
    told |= {
        "mimetype": _KINDS.get(ending, "application/octet-stream"), "filetype": ending,
        "pretty_type": ending.upper(),
    }  # fmt: skip
    if ending in ("png", "jpg", "gif"):
        told |= {"thumb_360": where, "thumb_360_w": 360, "thumb_360_h": 203,
                 "original_w": 1150, "original_h": 650}  # fmt: skip
    return told | _shares(world, file)


def _shares(world: Workspace, file: File) -> Json:
    places = {"channel": "channels", "group": "groups", "im": "ims", "mpim": "groups"}
    told: Json = {"shares": {}, "channels": [], "groups": [], "ims": []}
    for channel, stamps in file.shares.items():
        kind = world.channels[channel].kind
        told[places[kind]].append(channel)
        side = told["shares"].setdefault("public" if kind == "channel" else "private", {})
        side[channel] = [{"ts": ts, "share_user_id": file.owner} for ts in stamps]
    return told


@method("files.getUploadURLExternal", "files:write", tier=4)
def begin_upload(call: Call) -> Json:
    call.required("filename", "length")
    length = call.number("length", 0)
    if length < 1:
        raise invalid_arguments("must be greater than 0 [json-pointer:/length]")
    world = call.world
    file = File(
        world.identify("F"), call.text("filename"), call.user, length,
        alt_text=call.text("alt_txt"), created=int(world.clock.now()),
    )  # fmt: skip
    world.files[file.id] = file
    return {"upload_url": f"{world.address}/upload/v1/{file.id}", "file_id": file.id}


def receive_upload(world: Workspace, wanted: str, content: bytes) -> tuple[int, str]:
    """What the upload address answers: a status and a text."""
    file = world.files.get(wanted)
    if file is None:
        return 404, "file_not_found"
    if file.content is not None:
        return 409, "file already uploaded"
    if len(content) != file.length:
        return 400, f"expected {file.length} bytes"
    file.content = content
    return 200, f"OK - {len(content)}"


@method("files.completeUploadExternal", "files:write", tier=4)
def complete_upload(call: Call) -> Json:
    call.required("files")
    world, named = call.world, call.structure("files")
    if not isinstance(named, list) or not named:
        raise invalid_arguments("must provide an array [json-pointer:/files]")
    files = []
    for one in named:
        file = world.files.get(str(one.get("id"))) if isinstance(one, dict) else None
        if file is None or file.content is None:
            raise Refusal("file_not_found")
        file.title = str(one.get("title") or file.title)
        files.append(file)
    channel = None
    if call.text("channel_id"):
        channel = may_write(call, world.channel_of_id(call.text("channel_id"), call.user))
    for file in files:
        file.ready_at = world.clock.now() + world.settings.file_seconds
    told = [file_json(world, file) for file in files]
    if channel is not None:
        _share(call, channel.id, files)
    world.changed()
    return {"files": told}


def _share(call: Call, wanted: str, files: list[File]) -> None:
    """Post the files once they are ready; until then nobody sees them."""
    world, channel = call.world, call.world.channels[wanted]
    body = signed(call) | {"text": "", "upload": True, "subtype": "file_share"}
    if call.text("initial_comment") or call.text("blocks"):
        call.arguments["text"] = call.text("initial_comment")
        body |= read_content(call)
    thread = call.text("thread_ts")
    root = messaging.thread_root(channel, thread) if thread else None
    body |= {"thread_ts": root} if root else {}

    def post() -> None:
        body["files"] = [file_json(world, file) for file in files]
        message = messaging.post(world, channel, body)
        for file in files:
            file.shares.setdefault(channel.id, []).append(message.ts)

    world.later(world.settings.file_seconds, post)


@method("files.info", "files:read", tier=4)
def show_file(call: Call) -> Json:
    file = call.world.files.get(call.text("file"))
    if file is None:
        raise Refusal("file_not_found")
    paging = {"count": 100, "total": 0, "page": 1, "pages": 0}
    told = {"file": file_json(call.world, file), "comments": [], "paging": paging}
    return told | {"response_metadata": {"next_cursor": ""}}


@method("files.delete", "files:write")
def delete_file(call: Call) -> Json:
    file = call.world.files.get(call.text("file"))
    if file is None:
        raise Refusal("file_not_found")
    if file.owner != call.user:
        raise Refusal("cant_delete_file")
    del call.world.files[file.id]
    return {}
