"""An address is asked whether it opens only on public servers, and never followed anywhere else."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from zhibao.web.actions.link_answer import answer_of, is_web_address


def at(host: str) -> str:
    return "://".join(("http", host))


def test_an_address_of_an_inner_network_is_never_asked() -> None:
    for host in ("127.0.0.1:9", "localhost", "[::1]", "169.254.169.254"):
        assert answer_of(at(f"{host}/")) == (False, "指向内部网络，没有访问")


def test_an_address_with_a_sign_in_or_another_scheme_is_no_address() -> None:
    wrong = ("javascript:alert(1)", "file:///etc/passwd", at("a:b@c.cn/"), at(""), at("a b/"), "ftp://a.cn/")
    assert [one for one in wrong if is_web_address(one)] == []
    assert is_web_address("https://school.example.cn/report?year=2021")


def test_a_public_server_is_asked_and_what_it_answers_is_told() -> None:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/good" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        base = at(f"school.example:{server.server_port}")
        assert answer_of(f"{base}/good", lambda *_: ["127.0.0.1"]) == (True, "可打开")
        assert answer_of(f"{base}/gone", lambda *_: ["127.0.0.1"]) == (False, "打不开（应答 404）")
    finally:
        server.shutdown()
        server.server_close()
