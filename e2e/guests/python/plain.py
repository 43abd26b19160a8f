"""Two clients of the plain dialect, one on websocket-client, one on websockets: plain.py URL. Ends with 0 if all went well."""

import json
import sys

import websocket
from websockets.sync.client import connect

WAIT = 10


def say(socket, **message):
    socket.send(json.dumps(message))


def main(url):
    ann = websocket.create_connection(url, timeout=WAIT)
    assert ann.recv() == "Hello world"
    with connect(url) as bob:
        assert bob.recv(WAIT) == "Hello world"
        say(ann, type="login", name="Ann")
        assert json.loads(ann.recv()) == {"type": "login", "success": True}
        say(bob, type="login", name="Ann")
        assert json.loads(bob.recv(WAIT)) == {"type": "login", "success": False}
        say(bob, type="login", name="Bob")
        assert json.loads(bob.recv(WAIT)) == {"type": "login", "success": True}

        say(ann, type="offer", name="Bob", offer={"type": "offer", "sdp": "v=0"})
        assert json.loads(bob.recv(WAIT)) == {"type": "offer", "offer": {"type": "offer", "sdp": "v=0"}, "name": "Ann"}
        say(bob, type="answer", name="Ann", answer={"type": "answer", "sdp": "v=0"})
        assert json.loads(ann.recv()) == {"type": "answer", "answer": {"type": "answer", "sdp": "v=0"}}
        say(bob, type="candidate", name="Ann", candidate={"candidate": "one"})
        assert json.loads(ann.recv()) == {"type": "candidate", "candidate": {"candidate": "one"}}
    # Leaving the block closes the connection, which hangs up.
    assert json.loads(ann.recv()) == {"type": "leave"}
    ann.close()


if __name__ == "__main__":
    main(sys.argv[1])
