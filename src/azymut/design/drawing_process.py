"""The short-lived process that draws: reads jobs as JSON, writes drawings as JSON. Web processes never load its engine.

Run by path (`python -I drawing_process.py`), so it imports nothing of ours.
"""

from __future__ import annotations

import base64
import json
import sys

import vl_convert

PIXELS_PER_POINT = 2


def main() -> None:
    work = json.load(sys.stdin)
    vl_convert.register_font_directory(work["fonts"])
    drawn = {}
    for key, job in work["jobs"].items():
        common = {"vl_spec": job["spec"], "format_locale": job["locale"], "allowed_base_urls": []}
        if job["format"] == "png":
            picture = vl_convert.vegalite_to_png(scale=PIXELS_PER_POINT, **common)
        else:
            picture = vl_convert.vegalite_to_svg(**common).encode()
        drawn[key] = base64.b64encode(picture).decode()
    json.dump(drawn, sys.stdout)


if __name__ == "__main__":
    main()
