"""Builds a small project of Sphinx whose page has the given references to another site, with every
warning an error, and prints the links of that page as JSON: address by words.

python sphinx_project.py FOLDER BASE REFERENCE…

FOLDER has the other site's objects.inv; BASE is its address.
"""

import json
import pathlib
import sys
import tempfile
from html.parser import HTMLParser

from sphinx.cmd.build import build_main

folder, base, *references = sys.argv[1:]


class Links(HTMLParser):
    """Collects links that lead elsewhere."""

    def __init__(self):
        super().__init__()
        self.found = {}
        self.address = None

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "a" and "external" in attributes.get("class", ""):
            self.address = attributes["href"]
            self.words = ""

    def handle_data(self, data):
        if self.address:
            self.words += data

    def handle_endtag(self, tag):
        if tag == "a" and self.address:
            if self.address.startswith(base):
                self.found[self.words] = self.address
            self.address = None


with tempfile.TemporaryDirectory() as place:
    project = pathlib.Path(place)
    inventory = pathlib.Path(folder, "objects.inv")
    (project / "conf.py").write_text(
        "project = 'Links'\nextensions = ['sphinx.ext.intersphinx']\n"
        f"intersphinx_mapping = {{'brief': ({base!r}, {str(inventory)!r})}}\n",
        encoding="utf-8",
    )
    page = "Links\n=====\n\n" + "".join(f"* {reference}\n" for reference in references)
    (project / "index.rst").write_text(page, encoding="utf-8")
    arguments = ["-q", "-n", "-W", "-b", "html", str(project), str(project / "out")]
    assert build_main(arguments) == 0, "Sphinx does not build"
    links = Links()
    links.feed((project / "out" / "index.html").read_text(encoding="utf-8"))
    json.dump(links.found, sys.stdout)
