"""What the public headers say of themselves: declarations in namespace arsenal with the comments in front of them.

A scanner, not a compiler: it knows comments, strings, preprocessor lines, brackets, and what opens a scope. What is in
namespace detail, or not public in its class, is passed over.
"""

import re
from dataclasses import dataclass, field


@dataclass
class Entity:
    """A declaration: its text without bodies, its name, the comment in front of it, and for a class what is public in it."""

    name: str
    text: str
    doc: str
    space: str = ""  # of namespace arsenal, if it is in one: ranges, pmr, mem
    members: list = field(default_factory=list)


@dataclass
class Scope:
    kind: str  # namespace, class, or hidden
    name: str = ""
    entity: object = None
    public: bool = True


TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*)|(?P<block>/\*.*?\*/)|(?P<directive>^[ \t]*\#(?:\\\n|[^\n])*)
    |(?P<string>"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+')|(?P<blank>\n[ \t]*(?=\n))|(?P<other>.)""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
CLASS = re.compile(r"(?:^|[\s>)])(?:class|struct|union)\s+(?:\[\[.*?\]\]\s*|alignas\s*\([^)]*\)\s*)*([\w:]+)[^()=;]*$")
OPENS_EXPRESSION = re.compile(r"\brequires\s*(?:\((?:[^()]|\([^()]*\))*\))?\s*$")
TEMPLATE = re.compile(r"^\s*template\s*<")


def without_template(text):
    """A declaration's text without its template heads and the requires-clauses that follow them."""
    while TEMPLATE.match(text):
        depth, at = 0, text.index("<")
        for at in range(at, len(text)):
            depth += {"<": 1, ">": -1}.get(text[at], 0)
            if depth == 0:
                break
        text = text[at + 1 :].lstrip()
    return text


def name_of(text):
    plain = without_template(text)
    for pattern in (
        r"\bconcept\s+(\w+)",
        r"\benum\s+(?:class\s+)?(\w+)",
        r"^using\s+(\w+)\s*=",
        r"^using\s+(?:\w+::)+(\w+)$",
        r"\b(operator\s*(?:\(\)|\[\]|[^\s(]+|\s+\w+))\s*\(",
    ):
        if found := re.search(pattern, plain):
            return found.group(1)
    plain = re.sub(r"\[\[.*?\]\]|alignas\([^)]*\)", " ", plain)
    if found := CLASS.search(re.sub(r"\bfinal\b.*|\s:\s.*", "", plain, flags=re.DOTALL)):
        return found.group(1)
    plain = re.sub(r"^(?:requires|explicit)\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)", " ", plain.strip())
    for pattern in (r"(~?\w+)\s*\(", r"(\w+)\s*(?:=|\{|$)"):
        if found := re.search(pattern, plain):
            return found.group(1)
    return ""


def declaration(head):
    """`head` as it is printed: without a constructor's initialisers, its lines with the first one's indentation gone."""
    depth, closed = 0, False
    for at, c in enumerate(head):
        depth += {"(": 1, ")": -1}.get(c, 0)
        closed |= c == ")" and depth == 0
        if c == ":" and depth == 0 and closed and "::" not in head[at - 1 : at + 2] and not CLASS.search(head[:at]):
            head = head[:at]
            break
    lines = [line.rstrip() for line in head.strip().split("\n")]
    margin = min((len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()), default=0)
    indent = "" if lines[0].startswith(("template", "[[")) else "    "
    return "\n".join([lines[0], *(indent + line[margin:] for line in lines[1:] if line.strip())])


def comment_text(lines):
    return "\n".join(re.sub(r"^\s*///?<? ?", "", line) for line in lines)


def read(text, forwards=False):
    """(what the header says as a whole, [Entity]). A class that is only named before it is defined is no entity, unless
    `forwards` says that it is."""
    tokens = list(TOKEN.finditer(text))
    essay, found, scopes = [], [], [Scope("namespace")]
    comment, head, depth, last = [], "", 0, None

    def skip_braces(i):
        """The index behind the brace that closes the one at i."""
        level = 0
        while i < len(tokens):
            level += {"{": 1, "}": -1}.get(tokens[i].group(), 0)
            i += 1
            if level == 0:
                break
        return i

    def source(i, j):
        return "".join(t.group() for t in tokens[i:j] if not t.group("comment") and not t.group("blank"))

    def visible():
        return all(scope.kind != "hidden" and scope.public for scope in scopes)

    def emit(head):
        nonlocal last
        printed = declaration(head)
        last = None
        plain = without_template(printed)
        forward = CLASS.search(plain) and not comment and not head.endswith("}")
        of_a_class = re.match(r"[^(]*::~?\w+\s*\(", re.sub(r"\[\[.*?\]\]", "", plain))
        if not visible() or of_a_class or re.match(r"friend\s+(class|struct)\b|static_assert|using namespace", plain):
            return None
        space = "::".join(scope.name for scope in scopes if scope.name)
        entity = Entity(name_of(printed), printed, comment_text(comment), space)
        if entity.name and (forwards or not (forward and head_ended == ";")):
            owner = next((s.entity for s in reversed(scopes) if s.entity), None)
            (owner.members if owner else found).append(entity)
            last = entity
        return entity

    i = 0
    while i < len(tokens):
        token, i = tokens[i], i + 1
        c = token.group()
        if token.group("comment"):
            if not head.strip():
                on_this_line = text[text.rfind("\n", 0, token.start()) + 1 : token.start()].strip()
                if on_this_line and last:
                    if c.startswith("///<"):
                        last.doc = (last.doc + "\n" + comment_text([c])).strip()
                elif not on_this_line:
                    comment.append(c)
        elif token.group("directive") or token.group("block"):
            continue
        elif token.group("blank"):
            if not head.strip() and comment:
                if all(scope.kind == "namespace" for scope in scopes):
                    essay += [*comment, ""]
                comment = []
        elif token.group("string"):
            head += c
        elif c in "([":
            depth, head = depth + 1, head + c
        elif c in ")]":
            depth, head = depth - 1, head + c
        elif c == "{" and depth > 0:
            end = skip_braces(i - 1)
            head, i = head + source(i - 1, end), end
        elif c == "{":
            stripped, head_ended = head.strip(), "{"
            plain = without_template(stripped)
            if match := re.match(r"(?:inline\s+)?namespace\b\s*([\w:\s]*)$", plain):
                hidden = bool(re.search(r"\b(detail|std)\b", match.group(1)))
                names = re.sub(r"\binline\b|\bARSENAL_ABI\b|\barsenal\b|\bcustomization\b|\s", "", match.group(1)).strip(":")
                scopes.append(Scope("hidden" if hidden else "namespace", names))
            elif re.search(r"\bconcept\b", plain) or OPENS_EXPRESSION.search(stripped):
                end = skip_braces(i - 1)
                head, i = head + source(i - 1, end), end
                continue
            elif re.match(r"(?:typedef\s+)?enum\b", plain):
                end = skip_braces(i - 1)
                body = "".join(t.group() for t in tokens[i - 1 : end])
                emit(stripped + " ENUM")
                if last:
                    last.text = last.text.removesuffix(" ENUM") + " " + re.sub(r"\n    ", "\n    ", body)
                i = end
            elif CLASS.search(re.sub(r"\bfinal\b", "", re.sub(r"\s:\s.*", "", plain, flags=re.DOTALL))) and "operator" not in plain:
                entity = emit(stripped)
                scopes.append(Scope("class" if entity else "hidden", "", entity, bool(re.search(r"\b(struct|union)\b", plain))))
            elif re.search(r"=\s*$", stripped) or (re.search(r"\w$|>$", stripped) and re.search(r"\)[^;{}]*\s:\s[^:]", stripped)) or (
                "(" not in plain and re.search(r"[\w>]$", stripped)
            ):
                end = skip_braces(i - 1)
                head, i = head + source(i - 1, end), end
                continue
            else:
                emit(stripped)
                i = skip_braces(i - 1)
            comment, head = [], ""
        elif c == "}":
            if len(scopes) > 1:
                scopes.pop()
            comment, head, last = [], "", None
        elif c == ";" and depth == 0:
            head_ended = ";"
            if head.strip():
                emit(head.strip())
            comment, head = [], ""
        elif c == ":" and re.fullmatch(r"\s*(public|protected|private)\s*", head):
            scopes[-1].public = head.strip() == "public"
            comment, head = [], ""
        else:
            head += c
    return comment_text(essay).strip(), found
