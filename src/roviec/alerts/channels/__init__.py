"""The ways out of the house. A new one is one file here and its line below; the contract tests find it."""

from roviec.alerts.channels import email, web_push, webhook
from roviec.alerts.channels.contract import Channel

CHANNELS: dict[str, Channel] = {channel.NAME: channel for channel in (email, web_push, webhook)}


def configured_channels() -> list[str]:
    """Names of the channels that this installation can send on."""
    return [name for name, channel in CHANNELS.items() if channel.configured()]


__all__ = ["CHANNELS", "configured_channels"]
