"""Reads Atom feeds with `feedparser` and prints what it finds, as a JSON array.

python feeds.py FILE...
"""

import json
import sys

import feedparser

found = []
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        feed = feedparser.parse(file.read(), sanitize_html=False, resolve_relative_uris=False)
    assert feed.bozo == 0, (path, feed.get("bozo_exception"))
    assert feed.version == "atom10", (path, feed.version)
    for name in ("id", "title", "updated"):
        assert feed.feed.get(name), (path, name)
    assert feed.feed.updated_parsed
    for entry in feed.entries:
        for name in ("id", "title", "updated", "link"):
            assert entry.get(name), (path, name)
        assert entry.updated_parsed and entry.published_parsed
        assert entry.get("author") or feed.feed.get("author"), path
    links = {link.rel: link.href for link in feed.feed.links}
    found.append(
        {
            "id": feed.feed.id,
            "title": feed.feed.title,
            "updated": feed.feed.updated,
            "self": links["self"],
            "page": links["alternate"],
            "entries": [
                {
                    "id": entry.id,
                    "title": entry.title,
                    "link": entry.link,
                    "updated": entry.updated,
                    "published": entry.published,
                    "summary": entry.get("summary", ""),
                }
                for entry in feed.entries
            ],
        }
    )
json.dump(found, sys.stdout)
