"""What the load scripts share: made ticks, and a client of the data socket of `sauda simulate`."""

import base64
import json
import os
import random
import socket
import struct
import time
import urllib.request


def symbols_of(count):
    return [f"NSE:LOAD{index:02}-EQ" for index in range(count)]


def make_ticks(path, symbols, rate, seconds):
    """Ticks of some symbols in turn, evenly spread, each with another price than its symbol's last."""
    chance = random.Random(20261123)
    with open(path, "w") as out:
        out.write("time,symbol,bid,ask,ltp,volume\n")
        for index in range(rate * seconds):
            time_us = 1_790_048_700_000_000 + index * 1_000_000 // rate
            symbol = index % symbols
            price = 10_000 + 100 * symbol + index // symbols % 2 + 2 * chance.randrange(40)
            text = f"{price // 100}.{price % 100:02}"
            out.write(f"{time_us},NSE:LOAD{symbol:02}-EQ,{text},{text},{text},{index}\n")


def b64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def make_token():
    claims = {"exp": 4_102_444_800, "iat": int(time.time()), "hsm_key": os.urandom(28).hex()}
    token = f'{b64url(b"{}")}.{b64url(json.dumps(claims).encode())}.load'
    return token, claims["hsm_key"]


def topics_of(root, token, symbols):
    call = urllib.request.Request(
        f"{root}/data/symbol-token", json.dumps({"symbols": symbols_of(symbols)}).encode(),
        {"Authorization": f"LOAD-100:{token}", "Content-Type": "application/json"})
    reply = json.load(urllib.request.urlopen(call, timeout=10))
    return [f"sf|nse_cm|{number[10:]}" for number in reply["validSymbol"].values()]


def field(number, value):
    return struct.pack(">BH", number, len(value)) + value


def requests(key, topics):
    names = struct.pack(">H", len(topics)) + b"".join(bytes([len(t)]) + t.encode() for t in topics)
    bodies = [
        bytes([1, 4]) + field(1, key.encode()) + field(2, b"P") + field(3, b"\1") + field(4, b"load"),
        bytes([12, 2]) + field(1, struct.pack(">Q", 1 << 11)) + field(2, b"F"),
        bytes([4, 2]) + field(1, names) + field(2, bytes([11])),
    ]
    return [struct.pack(">H", len(body)) + body for body in bodies]


def masked(payload):
    mask = os.urandom(4)
    size = len(payload)
    head = bytes([0x82, 0x80 | size]) if size < 126 else bytes([0x82, 0xFE]) + struct.pack(">H", size)
    return head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))


def connect(port, frames, buffer=None):
    """A socket that has signed in and subscribed; what it is told comes next."""
    peer = socket.socket()
    if buffer:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    peer.connect(("127.0.0.1", port))
    peer.sendall(
        b"GET /hsm/v1-5/prod HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + base64.b64encode(os.urandom(16)) + b"\r\n\r\n")
    answer = b""
    while not answer.endswith(b"\r\n\r\n"):
        answer += peer.recv(1)
    assert b" 101 " in answer, answer
    for frame in frames:
        peer.sendall(masked(frame))
    return peer
