"""Runs the examples of the page The journal in the folder of a journal, and compares what they print.

    run_examples.py PAGE FOLDER

An example is a block of `sql` or `python`, followed by a block of `text`: what it prints.
"""

import contextlib
import io
import os
import re
import subprocess
import sys


def examples(page):
    """The blocks that are followed by what they print: language, code, output."""
    blocks = re.findall(r"^```(\w+)\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    for (language, code), (following, output) in zip(blocks, blocks[1:]):
        if language in ("sql", "python") and following == "text":
            yield language, code, output


def run(language, code):
    """What an example prints."""
    if language == "sql":
        return subprocess.run(
            ["sqlite3", "-readonly", "journal.sqlite", code], check=True, capture_output=True, text=True).stdout
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "example", "exec"), {})  # the examples are this repository's own
    return printed.getvalue()


def main():
    page_path, folder = sys.argv[1:]
    with open(page_path, encoding="utf-8") as file:
        found = list(examples(file.read()))
    os.chdir(folder)
    failures = 0
    for number, (language, code, output) in enumerate(found, 1):
        printed = run(language, code)
        if printed != output:
            failures += 1
            print(f"example {number} ({language}): expected\n{output}found\n{printed}in\n{code}", file=sys.stderr)
    print(f"{len(found)} examples, {failures} failed")
    # A page that lost its examples is no success.
    sys.exit(0 if len(found) >= 5 and failures == 0 else 1)


if __name__ == "__main__":
    main()
