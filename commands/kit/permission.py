"""What a person may do; which role may what is said in the settings."""

from enum import StrEnum


class Permission(StrEnum):
    """`ask` questions, `approve` proposals, `acknowledge` warnings, `export` people's ids,
    `schedule` reports for others."""

    ASK = "ask"
    APPROVE = "approve"
    ACKNOWLEDGE = "acknowledge"
    EXPORT = "export"
    SCHEDULE = "schedule"
