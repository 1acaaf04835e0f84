"""The server's sockets send at once, those that are accepted later too."""

import socket

from dashboard.ui.server import send_at_once


def is_set(one: socket.socket) -> bool:
    return one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


def test_connections_accepted_later_send_at_once() -> None:
    with socket.socket() as listening, socket.socket() as visitor:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        send_at_once.__wrapped__()
        visitor.connect(listening.getsockname())
        accepted, _ = listening.accept()
        with accepted:
            assert is_set(listening)
            assert is_set(accepted)


def test_what_is_closed_or_no_tcp_is_passed_over() -> None:
    with (
        socket.socket() as open_one,
        socket.socket() as closed,
        socket.socket(type=socket.SOCK_DGRAM),
    ):
        closed.close()
        send_at_once.__wrapped__()
        assert is_set(open_one)
