"""A reader of Swift and C that knows comments, strings and braces, and nothing else."""

import re

TOKEN = re.compile(r'//|/\*|#*"""|#*"|\'')


def code_only(text):
    """The lines of the text with comments and the insides of strings blanked out."""
    out, position = [], 0
    while position < len(text):
        found = TOKEN.search(text, position)
        if not found:
            out.append(text[position:])
            break
        out.append(text[position:found.start()])
        position, kept = skip(text, found)
        out.append(kept + "\n" * text.count("\n", found.start(), position))
    return "".join(out).split("\n")


def skip(text, token):
    """(where the comment or string ends, what stands for it)."""
    start, mark = token.end(), token[0]
    if mark == "//":
        end = text.find("\n", start)
        return (len(text) if end < 0 else end), ""
    if mark == "/*":
        return comment_end(text, start), ""
    if mark == "'":
        end = re.compile(r"(?:\\.|[^'\\\n])*'").match(text, start)
        return (end.end() if end else start), "0"
    return string_end(text, start, mark), '""'


def comment_end(text, position):
    depth = 1
    while depth and position < len(text):
        if text.startswith("/*", position):
            depth, position = depth + 1, position + 2
        elif text.startswith("*/", position):
            depth, position = depth - 1, position + 2
        else:
            position += 1
    return position


def string_end(text, position, mark):
    """The end of a string that begins with `mark`; interpolations may hold strings again."""
    hashes = "#" * (len(mark) - len(mark.lstrip("#")))
    quotes = mark.lstrip("#")
    escape, closing = "\\" + hashes, quotes + hashes
    while position < len(text):
        if text.startswith(closing, position):
            return position + len(closing)
        if text.startswith(escape + "(", position):
            position = interpolation_end(text, position + len(escape) + 1)
        elif text.startswith(escape, position):
            position += len(escape) + 1
        elif text[position] == "\n" and quotes == '"':
            return position
        else:
            position += 1
    return position


def interpolation_end(text, position):
    depth = 1
    while depth and position < len(text):
        found = re.compile(r'[()]|#*"""|#*"').search(text, position)
        if not found:
            return len(text)
        position = found.end()
        if found[0] == "(":
            depth += 1
        elif found[0] == ")":
            depth -= 1
        else:
            position = string_end(text, position, found[0])
    return position


def blocks(code, opening):
    """(first, last) line of every braced body that follows a line where `opening` matches."""
    for number, line in enumerate(code, 1):
        found = opening.search(line)
        if not found:
            continue
        depth, parentheses, began, ended = 0, 0, False, None
        for offset, later in enumerate(code[number - 1:]):
            for mark in later[found.start() if offset == 0 else 0:]:
                parentheses += (mark in "([") - (mark in ")]")
                if mark in "{}" and (began or parentheses == 0):
                    depth += 1 if mark == "{" else -1
                    began = True
                if began and depth == 0:
                    ended = number + offset
                    break
            if ended or (not began and offset > 20):
                break
            if not began and parentheses == 0 and is_bare(code, number - 1 + offset):
                break
        if ended:
            yield number, ended


def is_bare(code, index):
    """Whether a declaration ends on this line without a body: a requirement of a protocol."""
    following = next((line.strip() for line in code[index + 1:] if line.strip()), "}")
    line = code[index].rstrip()
    return not line.endswith((",", "->", "throws", ":", "&")) and not re.match(r"[{)\]:&,]|->|throws|where|async", following)



MARK = re.compile(r"[()\[\]{};\n]")
HEAD = re.compile(r"(?<![.\w])(struct|class|actor|enum|protocol|extension)\s+(?!var\b|func\b|subscript\b)(\w+)")
PROPERTY = re.compile(
    r"[ \t]*(?:@\w+(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?[ \t]+)*(?!static\b|class\b)"
    r"(?:(?!static\b|class\b)\w+(?:\(\w+\))?[ \t]+)*?(?:let|var)[ \t]+")
NEXT_NAME = re.compile(r",\s*\w+\s*(?:[:=,]|$)")
BRACKETED = re.compile(r"\([^()\[\]{}]*\)|\[[^()\[\]{}]*\]|\{[^()\[\]{}]*\}|(?<=\w)<[^<>]*>")


def stored_properties(code):
    """[line, name, count] of every struct, class, actor and enum: how many values an instance stores."""
    text = "\n".join(code)
    counts, around, start, parentheses = [], [], 0, 0
    for mark in MARK.finditer(text):
        sign, position = mark[0], mark.start()
        if sign in "()[]":
            parentheses += 1 if sign in "([" else -1
            continue
        head = None if parentheses else HEAD.search(text, start, position)
        if sign == "{":
            own = [text.count("\n", 0, position) + 1, head[2], 0] if head else None
            if own and head[1] not in ("protocol", "extension"):
                own[0] = text.count("\n", 0, head.start()) + 1
                counts.append(own)
            around.append((own, parentheses))
            parentheses = 0
        elif sign == "}" and around:
            parentheses = around.pop()[1]
        if sign in "{;\n" and parentheses == 0 and around and around[-1][0]:
            around[-1][0][2] += names_stored(text, mark.end())
        if sign != "\n" or (parentheses == 0 and not head):
            start = mark.end()
    return counts


def names_stored(text, position):
    """How many values the declaration that begins here stores; 0 when it is something else."""
    found = PROPERTY.match(text, position)
    if not found:
        return 0
    depth, assigned, end = 0, False, found.end()
    for mark in re.compile(r"[()\[\]{};=\n]").finditer(text, found.end()):
        sign, end = mark[0], mark.start()
        if sign == "{" and depth == 0 and not assigned:
            if not re.match(r"\{\s*(?:didSet|willSet)\b", text[end:end + 200]):
                return 0
            break
        depth += (sign in "([{") - (sign in ")]}")
        assigned = assigned or (sign == "=" and depth == 0)
        if depth < 0 or (depth == 0 and sign in ";\n" and not goes_on(text, found.end(), end)):
            break
    declared = text[found.end():end]
    before = None
    while before != declared and not declared.startswith("("):
        before, declared = declared, BRACKETED.sub("", declared)
    if declared.startswith("("):
        return declared[:declared.find(")")].count(",") + 1
    return 1 + len(NEXT_NAME.findall(declared))


def goes_on(text, start, end):
    """Whether a declaration that a line breaks off goes on in the next one."""
    return text[start:end].rstrip().endswith((",", ":", "=")) or re.match(r"\s*[=?.]", text[end:end + 200])
