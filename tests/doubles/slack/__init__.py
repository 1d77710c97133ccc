"""A Slack workspace in one process, true to the protocol. See docs/slack-double.md."""

from tests.doubles.slack.double import SlackDouble
from tests.doubles.slack.faults import Fault, Faults
from tests.doubles.slack.push.deliveries import Attempt, Delivery
from tests.doubles.slack.push.signing import sign
from tests.doubles.slack.settings import Settings

__all__ = ["Attempt", "Delivery", "Fault", "Faults", "Settings", "SlackDouble", "sign"]
