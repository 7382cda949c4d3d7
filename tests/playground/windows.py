"""A browser before the demo's page."""


class Window:
    """A browser before the page, acting as somebody, somewhere."""

    def __init__(self, slack, person, room):
        self.client = slack.flask.test_client()
        self.at = {"as": person.id, "in": room.id}

    def page(self, **more):
        return self.client.get("/", query_string=self.at | more)

    def does(self, what, **given):
        return self.client.post(f"/do/{what}", json=self.at | given).get_json()
