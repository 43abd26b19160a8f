"""A bot that greets back: bot.py HOUSE, with its token in BOT_TOKEN.

It knows nothing but the house's own description, /api/openapi.json, and ends with 0 after it has answered somebody.
"""

import json
import os
import sys
import urllib.request
import uuid

from websockets.sync.client import connect

WAIT = 30


class House:
    """The operations of the description, by their names."""

    def __init__(self, address, token):
        self.address = address
        self.headers = {"Authorization": "Bearer " + token, "Content-Type": "application/json"}
        with urllib.request.urlopen(address + "/api/openapi.json", timeout=WAIT) as answer:
            description = json.load(answer)
        assert description["openapi"].startswith("3.1")
        self.operations = {
            operation["operationId"]: (method.upper(), path, operation)
            for path, operations in description["paths"].items()
            for method, operation in operations.items()
        }

    def ask(self, name, body=None, **parameters):
        """Carries out an operation; an answer that is not described fails."""
        method, path, operation = self.operations[name]
        request = urllib.request.Request(
            self.address + path.format(**parameters),
            data=None if body is None else json.dumps(body).encode(),
            headers=self.headers,
            method=method,
        )
        with urllib.request.urlopen(request, timeout=WAIT) as answer:
            assert str(answer.status) in operation["responses"], f"{name}: {answer.status}"
            text = answer.read()
        return json.loads(text) if text else None

    def events(self):
        """What happens, message by message."""
        _, path, _ = self.operations["get_events"]
        address = self.address.replace("http", "ws", 1) + path
        with connect(address, additional_headers=self.headers, open_timeout=WAIT) as socket:
            while True:
                yield json.loads(socket.recv(WAIT))


def main(address):
    house = House(address, os.environ["BOT_TOKEN"])
    me = house.ask("get_me")
    for event in house.events():
        if event["type"] == "session.welcomed":
            print("ready", me["id"], flush=True)
        if event["type"] != "message.posted" or event["message"]["sender"] == me["id"]:
            continue
        heard = event["message"]
        person = house.ask("get_people_by_person", person=heard["sender"])
        answer = {
            "client_id": str(uuid.uuid4()),
            "text": "Good day, {}. You said: {}".format(person["name"], heard["text"]),
            "reply_to": heard["id"],
        }
        house.ask("post_conversations_by_conversation_messages", answer, conversation=heard["room"])
        house.ask("put_conversations_by_conversation_read", {"seq": heard["seq"]}, conversation=heard["room"])
        return


if __name__ == "__main__":
    main(sys.argv[1])
