"""What a person at the terminal must see at once: the QR code to scan, where the API is."""

import io
import sys

import qrcode
from qrcode.exceptions import DataOverflowError

from bot.core.events import AccountChanged, AccountState


def drawn(code: str) -> str:
    """A QR code in half blocks, for a terminal; the bare text where it is too long for one."""
    drawing = qrcode.QRCode(border=2)
    drawing.add_data(code)
    try:
        drawing.make(fit=True)
    except (DataOverflowError, ValueError):
        return f"{code}\n"
    out = io.StringIO()
    drawing.print_ascii(out=out, invert=True)
    return out.getvalue()


def show_account(change: AccountChanged) -> None:
    """Tell the terminal that an account must be scanned, or stands anew."""
    if change.state is AccountState.SCAN and change.qr_code:
        sys.stderr.write(
            f"\n{change.channel}: 请用手机扫码登录 / scan to log in:\n"
            f"{drawn(change.qr_code)}{change.qr_code}\n\n"
        )
        sys.stderr.flush()
