"""Reports of mail that could not be delivered, in the shapes in which mail servers write them (RFC 3464, RFC 6522)."""

FRAME = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example.jp (Mail Delivery System)
To: portal@portal.example.jp
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge/mx"

This is a MIME-encapsulated message.

--edge/mx
Content-Description: Notification
Content-Type: text/plain; charset=utf-8

I'm sorry to have to inform you that your message could not be delivered.

--edge/mx
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.jp
X-Postfix-Queue-ID: 4F1A2B3C4D
Arrival-Date: Wed, 10 Jul 2024 12:00:00 +0900 (JST)

{recipients}
--edge/mx
Content-Description: Undelivered Message
Content-Type: {returned_type}

{returned}
--edge/mx--
"""
RECIPIENT = """\
Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.jp
Diagnostic-Code: smtp; {words}
"""
RETURNED = """\
Return-Path: <portal@portal.example.jp>
Message-ID: {message_id}
Auto-Submitted: auto-generated
From: portal@portal.example.jp
To: {to}
Subject: =?utf-8?b?6KaL5pys?=
Content-Type: text/plain; charset=utf-8

words
"""
NO_SUCH_USER = "550 5.1.1 <{to}>: Recipient address rejected: User unknown in local recipient table"


def report(
    message_id: str,
    to: str,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    words: str = NO_SUCH_USER,
    returned_type: str = "message/rfc822",
) -> bytes:
    """As Postfix writes it."""
    given = {"message_id": message_id, "to": to, "action": action, "status": status}
    recipients = RECIPIENT.format(words=words.format(to=to), **given)
    return FRAME.format(recipients=recipients, returned_type=returned_type, returned=RETURNED.format(**given)).encode()


def of_many(message_id: str, *to: str) -> bytes:
    """One report about several receivers, as of a list behind an address."""
    parts = [RECIPIENT.format(to=each, action="failed", status="5.7.1", words="550 refused") for each in to]
    returned = RETURNED.format(message_id=message_id, to=to[0])
    return FRAME.format(recipients="\n".join(parts), returned_type="message/rfc822", returned=returned).encode()


def bare(message_id: str, to: str) -> bytes:
    """The least that the standard asks for, headers only, other lines and cases, as of an old server."""
    return (
        "from: postmaster@old.example.jp\r\ncontent-type: MULTIPART/REPORT; REPORT-TYPE=delivery-status;\r\n"
        " boundary=x\r\n"
        "\r\n--x\r\ncontent-type: TEXT/PLAIN\r\n\r\n\x1b[31mno\r\n--x\r\ncontent-type: message/delivery-status\r\n\r\n"
        "reporting-mta: dns;old.example.jp\r\n\r\n"
        f"final-recipient: RFC822;{to.upper()}\r\naction: Failed\r\nstatus: 5.2.1\r\n"
        "\r\n--x\r\ncontent-type: text/rfc822-headers\r\n\r\n"
        f"subject: x\r\nmessage-id:\r\n {message_id}\r\n\r\n--x--\r\n"
    ).encode()


def not_reports(message_id: str, to: str) -> dict[str, bytes]:
    """What reaches the same mailbox and says nothing of a letter."""
    whole = report(message_id, to)
    return {
        "empty": b"",
        "noise": bytes(range(256)) * 50,
        "an answer": f"From: {to}\nIn-Reply-To: {message_id}\nSubject: Re: x\n\n受け取りました\n".encode(),
        "away": f"From: {to}\nAuto-Submitted: auto-replied\nMessage-ID: {message_id}\n\n不在です\n".encode(),
        "a report as text": b"From: x@example.jp\nContent-Type: text/plain\n\n" + whole,
        "a report inside": b"Content-Type: message/rfc822\n\n" + whole,
        "later": report(message_id, to, action="delayed", status="4.4.1"),
        "delivered": report(message_id, to, action="delivered", status="2.0.0"),
        "cut off": whole[: whole.index(b"Final-Recipient")],
        "without the letter": whole[: whole.index(b"--edge/mx\nContent-Description: Undelivered")],
        "no parts": b"Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\nnothing\n",
        "broken headers": whole.replace(b"Final-Recipient: rfc822;", b"Final-Recipient: \xff\xfe=?x?q?="),
        "endless": b"Content-Type: multipart/report; boundary=x\n" + b"x: y\n" * 300_000,
    }
