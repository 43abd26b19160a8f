"""Two python-socketio clients in the chat room: chat_room.py URL TRANSPORT[,TRANSPORT]. Ends with 0 if all went well."""

import queue
import sys

import socketio

WAIT = 10


class Guest:
    """One connection; every event lands in a queue of its own name."""

    def __init__(self, url, transports):
        self.heard = {}
        self.socket = socketio.Client(reconnection=False)
        self.socket.on("*", self.hear)
        self.socket.connect(url, transports=transports, wait_timeout=WAIT)
        self.id, self.persons = self.next("ready")

    def hear(self, event, *args):
        self.queue(event).put(args)

    def queue(self, event):
        return self.heard.setdefault(event, queue.Queue())

    def next(self, event):
        return self.queue(event).get(timeout=WAIT)


def main(url, transports):
    ann, bob = Guest(url, transports), Guest(url, transports)
    assert {"id": bob.id, "seq": 2} in bob.persons, bob.persons
    assert any(person["id"] == bob.id for person in ann.next("change")[0])

    ann.socket.emit("message", {"to": bob.id, "text": "你好 🍵", "deep": {"list": [1, None, True]}})
    (message,) = bob.next("message")
    assert message["text"] == "你好 🍵" and message["from"] == ann.id and "time" in message, message
    assert message["deep"] == {"list": [1, None, True]}, message

    bob.socket.emit("message", {"to": ann.id, "bytes": b"\x00\x01\xff"})
    (message,) = ann.next("message")
    assert message["bytes"] == b"\x00\x01\xff", message

    ann.socket.emit("meeting", {"topic": "tea"})
    assert bob.next("meeting")[0]["topic"] == "tea"

    assert ann.socket.call("create", "table", timeout=WAIT) == {"id": "table", "count": 0}
    assert bob.socket.call("join", "table", timeout=WAIT) == {"id": "table", "count": 1}
    assert ann.next("join") == ("table",)

    bob.socket.disconnect()
    while any(person["id"] == bob.id for person in ann.next("change")[0]):
        pass
    ann.socket.disconnect()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2].split(","))
