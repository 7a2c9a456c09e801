"""Inside gdb: evaluates a natvis file, as far as Arsenal's uses the format, and refuses what is not of it.

Stands in for Visual Studio's debugger: expressions mean what they mean there, in the context of the object that is
shown. They are parsed here and computed by gdb's values. No function is called.

https://learn.microsoft.com/visualstudio/debugger/create-custom-views-of-native-objects; the order and attributes of
elements are those of natvis.xsd.
"""

import functools
import re
import xml.etree.ElementTree

import gdb

XMLNS = "{http://schemas.microsoft.com/vstudio/debugger/natvis/2010}"
CODE = {"Loop", "If", "Elseif", "Else", "Exec", "Break", "Item"}
# The children of an element, in this order, those in one set mixed; and its attributes, required ones with a '!'.
SCHEMA = {
    "AutoVisualizer": ([{"Type"}], ""),
    "Type": ([{"AlternativeType"}, {"Intrinsic"}, {"DisplayString"}, {"Expand"}], "Name!"),
    "AlternativeType": ([], "Name!"),
    "Intrinsic": ([{"Parameter"}], "Name! Expression"),
    "Parameter": ([], "Type! Name"),
    "DisplayString": ([], "Condition"),
    "Expand": ([{"ExpandedItem", "CustomListItems", "ArrayItems"}], ""),
    "ExpandedItem": ([], "Condition"),
    "ArrayItems": ([{"Size"}, {"ValuePointer"}], "Condition"),
    "CustomListItems": ([{"Variable"}, {"Size"}, CODE], "Condition MaxItemsPerView"),
    "Variable": ([], "Name! InitialValue!"),
    "Size": ([], ""),
    "ValuePointer": ([], ""),
    "Loop": ([CODE], "Condition"),
    "If": ([CODE], "Condition"),
    "Elseif": ([CODE], "Condition"),
    "Else": ([CODE], ""),
    "Exec": ([], "Condition"),
    "Break": ([], "Condition"),
    "Item": ([], "Condition Name"),
}
EXPRESSIONS = {"ExpandedItem", "Size", "ValuePointer", "Exec", "Item"}


class Refused(Exception):
    """The file, or an expression in it, is not natvis, or more of it than is known here."""


def check_form(element):
    steps, attributes = SCHEMA[element.tag]
    allowed = {name.rstrip("!"): name.endswith("!") for name in attributes.split()}
    required = {name for name, needed in allowed.items() if needed}
    if not required <= set(element.attrib) <= set(allowed) or "" in element.attrib.values():
        raise Refused(f"attributes of {element.tag}: {element.attrib}")
    if element.tag in EXPRESSIONS and not (element.text or "").strip():
        raise Refused(f"{element.tag} without an expression")
    at = 0
    for child in element:
        while at < len(steps) and child.tag not in steps[at]:
            at += 1
        if at == len(steps):
            raise Refused(f"{child.tag} in {element.tag}, or not in its place there")
        check_form(child)
    for before, child in zip([None, *element], element):
        if child.tag in ("Else", "Elseif") and (before is None or before.tag not in ("If", "Elseif")):
            raise Refused(f"{child.tag} without If")


def load(file):
    root = xml.etree.ElementTree.parse(file).getroot()
    for element in root.iter():
        if not element.tag.startswith(XMLNS):
            raise Refused(f"{element.tag} has another namespace")
        element.tag = element.tag.removeprefix(XMLNS)
    if root.tag != "AutoVisualizer":
        raise Refused(f"{root.tag} at the root")
    check_form(root)
    return root


# Expressions.

TOKEN = re.compile(r"\s*(?:(0x[0-9a-fA-F]+|\d+)(ull)?|([A-Za-z_]\w*)|(::|->|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^~!?:()\[\].<>=,]))")
BUILTIN = {"bool", "char", "int", "long", "unsigned"}
BINARY = [["||"], ["&&"], ["|"], ["^"], ["&"], ["==", "!="], ["<", ">", "<=", ">="], ["<<", ">>"], ["+", "-"], ["*", "/", "%"]]
COMPUTE = {
    "|": lambda a, b: a | b,
    "^": lambda a, b: a ^ b,
    "&": lambda a, b: a & b,
    "==": lambda a, b: truth(a == b),
    "!=": lambda a, b: truth(a != b),
    "<": lambda a, b: truth(a < b),
    ">": lambda a, b: truth(a > b),
    "<=": lambda a, b: truth(a <= b),
    ">=": lambda a, b: truth(a >= b),
    "<<": lambda a, b: a << b,
    ">>": lambda a, b: a >> b,
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "%": lambda a, b: a % b,
}
INT = gdb.lookup_type("int")


def truth(value):
    return gdb.Value(bool(value))


def integer(number, suffix=None):
    return gdb.Value(number).cast(gdb.lookup_type("unsigned long long") if suffix else INT)


def bases(of):
    """The type and its bases, the most derived first."""
    of = of.strip_typedefs().unqualified()
    yield of
    for field in of.fields():
        if field.is_base_class:
            yield from bases(field.type)


def member_type(of, name):
    """A typedef or class in the scope of a class or its bases, or None."""
    for scope in bases(of):
        if (found := type_called(f"{scope.tag}::{name}")) is not None:
            return found
    return None


@functools.cache
def type_called(name):
    try:
        return gdb.lookup_type(name).strip_typedefs()
    except gdb.error:
        return None


def has_field(of, name):
    return name in field_names(of.strip_typedefs().tag, of)


FIELDS = {}


def field_names(tag, of):
    if tag not in FIELDS:
        FIELDS[tag] = {field.name for scope in bases(of) for field in scope.fields()}
    return FIELDS[tag]


@functools.cache
def tokens_of(text):
    tokens, at = [], 0
    while text[at:].strip():
        match = TOKEN.match(text, at)
        if not match:
            raise Refused(f"'{text[at:]}' in '{text}'")
        number, suffix, name, sign = match.groups()
        tokens.append(("number", (int(number, 0), suffix)) if number else ("name", name) if name else ("sign", sign))
        at = match.end()
    return tokens


class Expression:
    """A recursive descent over the tokens that evaluates as it goes. `live` is False in a branch not taken."""

    def __init__(self, text, context, assigns=False):
        self.text, self.context, self.tokens, self.at = text, context, tokens_of(text), 0
        self.value = self.assignment() if assigns else self.conditional(True)
        if self.at != len(self.tokens):
            raise Refused(f"'{text}': more than an expression")

    def peek(self, *signs):
        return self.at < len(self.tokens) and self.tokens[self.at][0] == "sign" and self.tokens[self.at][1] in signs

    def accept(self, *signs):
        if not self.peek(*signs):
            return None
        self.at += 1
        return self.tokens[self.at - 1][1]

    def expect(self, sign):
        if not self.accept(sign):
            raise Refused(f"'{self.text}': {sign} expected")

    def name(self):
        kind, word = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
        if kind != "name":
            raise Refused(f"'{self.text}': a name expected")
        self.at += 1
        return word

    def assignment(self):
        """What Exec does: only variables of the list change, and keep their types."""
        variable = self.name()
        self.expect("=")
        if variable not in self.context.variables:
            raise Refused(f"'{self.text}': {variable} is no variable of the list")
        of = self.context.variables[variable].type
        value = self.conditional(True)
        if of.code == gdb.TYPE_CODE_PTR and value.type.strip_typedefs() != of.strip_typedefs():
            raise Refused(f"'{self.text}': a {value.type} for a {of}")
        self.context.variables[variable] = value.cast(of)
        return value

    def conditional(self, live):
        condition = self.binary(0, live)
        if not self.accept("?"):
            return condition
        chosen = live and bool(condition)
        first = self.conditional(live and chosen)
        self.expect(":")
        second = self.conditional(live and not chosen)
        return first if chosen else second

    def binary(self, level, live):
        if level == len(BINARY):
            return self.unary(live)
        left = self.binary(level + 1, live)
        while sign := self.accept(*BINARY[level]):
            if sign in ("||", "&&"):
                decided = live and bool(left) == (sign == "||")
                right = self.binary(level + 1, live and not decided)
                left = truth(left if decided else right) if live else left
            else:
                right = self.binary(level + 1, live)
                left = COMPUTE[sign](left, right) if live else left
        return left

    def unary(self, live):
        if sign := self.accept("*", "&", "!", "-", "~"):
            operand = self.unary(live)
            if not live:
                return operand
            if sign == "*" and operand.type.strip_typedefs().code != gdb.TYPE_CODE_PTR:
                raise Refused(f"'{self.text}': * of a {operand.type}")
            return {
                "*": lambda: operand.dereference(),
                "&": lambda: operand.address,
                "!": lambda: truth(not bool(operand)),
                "-": lambda: -operand,
                "~": lambda: ~operand,
            }[sign]()
        start = self.at
        if self.accept("("):
            of = self.type_name()
            if of is not None:
                self.expect(")")
                operand = self.unary(live)
                return cast(operand, of) if live else operand
            self.at = start
        return self.postfix(live)

    def type_name(self):
        """The type that stands here, or None."""
        words, start = [], self.at
        while self.at < len(self.tokens) and self.tokens[self.at][1] in BUILTIN:
            words.append(self.name())
        if words:
            of = gdb.lookup_type(" ".join(words))
        else:
            of = self.scoped()
            if not isinstance(of, gdb.Type):
                self.at = start
                return None
        while self.accept("*"):
            of = of.pointer()
        return of

    def scoped(self):
        """The type or static member that the name here means, with what is behind its '::'s; or None."""
        if self.at == len(self.tokens) or self.tokens[self.at][0] != "name":
            return None
        found = member_type(self.context.this.type, self.name())
        while isinstance(found, gdb.Type) and self.accept("::"):
            scope, name = found, self.name()
            found = member_type(scope, name)
            if found is None:
                found = gdb.parse_and_eval(f"(({scope.tag}*)0)->{name}")
        return found

    def postfix(self, live):
        value = self.primary(live)
        while sign := self.accept(".", "->", "["):
            if sign == "[":
                index = self.conditional(live)
                self.expect("]")
                value = value[int(index)] if live else value
                continue
            name = self.name()
            if not live:
                continue
            if (value.type.strip_typedefs().code == gdb.TYPE_CODE_PTR) != (sign == "->"):
                raise Refused(f"'{self.text}': {sign} behind a {value.type}")
            value = value[name]
        return value

    def primary(self, live):
        if self.accept("("):
            value = self.conditional(live)
            self.expect(")")
            return value
        kind, what = self.tokens[self.at]
        if kind == "number":
            self.at += 1
            return integer(*what)
        start, name = self.at, self.name()
        if name == "nullptr":
            return integer(0)
        if name == "sizeof":
            self.expect("(")
            of = self.type_name()
            self.expect(")")
            return integer(of.sizeof, "ull")
        if name in self.context.variables:
            return self.context.variables[name]
        if name in self.context.intrinsics:
            return self.call(self.context.intrinsics[name], live)
        if has_field(self.context.this.type, name):
            return self.context.this[name]
        self.at = start
        if isinstance(found := self.scoped(), gdb.Value):
            return found
        raise Refused(f"'{self.text}': what is {name} in {self.context.this.type}?")

    def call(self, intrinsic, live):
        arguments = {}
        self.expect("(")
        for parameter in intrinsic.findall("Parameter"):
            if arguments:
                self.expect(",")
            arguments[parameter.get("Name")] = cast(self.conditional(live), gdb.lookup_type(parameter.get("Type")))
        self.expect(")")
        return Expression(intrinsic.get("Expression"), self.context.calling(arguments)).value


def cast(value, of):
    if value.type.strip_typedefs().code == gdb.TYPE_CODE_ARRAY and of.code == gdb.TYPE_CODE_PTR:
        value = value.address
    return value.cast(of)


class Context:
    """The object that is shown, and the names that are known beside its members."""

    def __init__(self, this, intrinsics, variables=None):
        self.this, self.intrinsics, self.variables = this, intrinsics, variables or {}

    def calling(self, arguments):
        return Context(self.this, self.intrinsics, arguments)

    def evaluate(self, text):
        return Expression(text, self).value

    def execute(self, text):
        Expression(text, self, assigns=True)

    def holds(self, element):
        condition = element.get("Condition")
        return condition is None or bool(self.evaluate(condition))


# The views.


class Break(Exception):
    pass


class Natvis:
    def __init__(self, file):
        self.types = {}
        for visualizer in load(file):
            for entry in (visualizer, *visualizer.findall("AlternativeType")):
                name = entry.get("Name")
                if not re.fullmatch(r"\w+(::\w+)*<\*>", name) or name in self.types:
                    raise Refused(f"'{name}': not 'name<*>', or there twice")
                self.types[name.removesuffix("<*>")] = visualizer

    def view(self, value):
        """The entry for a value's type or, since entries are inherited, that of a base; with the value as that."""
        of = value.type.strip_typedefs()
        if of.code == gdb.TYPE_CODE_STRUCT:
            for scope in bases(of):
                entry = self.types.get((scope.tag or "").partition("<")[0])
                if entry is not None:
                    intrinsics = {each.get("Name"): each for each in entry.findall("Intrinsic")}
                    return entry, Context(value.cast(scope), intrinsics)
        return None, None

    def text(self, value):
        """The value as one line."""
        entry, context = self.view(value)
        if entry is None:
            return value.format_string()
        for display in entry.findall("DisplayString"):
            if context.holds(display):
                return self.filled_in(display.text, context)
        raise Refused(f"no DisplayString of {entry.get('Name')} holds")

    def filled_in(self, text, context):
        def part(match):
            return match.group()[0] if match.group() in ("{{", "}}") else self.text(context.evaluate(match.group(1)))

        return re.sub(r"\{\{|\}\}|\{([^{}]+)\}", part, text)

    def children(self, value):
        entry, context = self.view(value)
        if entry is None:
            return [value]
        found = []
        for expansion in entry.find("Expand"):
            if context.holds(expansion):
                found += {"ExpandedItem": self.expanded, "ArrayItems": self.array, "CustomListItems": self.listed}[
                    expansion.tag
                ](expansion, context)
        return found

    def expanded(self, element, context):
        return self.children(context.evaluate(element.text))

    def array(self, element, context):
        first = context.evaluate(element.find("ValuePointer").text)
        return [first[i] for i in range(int(context.evaluate(element.find("Size").text)))]

    def listed(self, element, context):
        for variable in element.findall("Variable"):
            context.variables[variable.get("Name")] = context.evaluate(variable.get("InitialValue"))
        size, found = int(context.evaluate(element.find("Size").text)), []
        try:
            self.run([step for step in element if step.tag in CODE], context, found)
        except Break:
            pass
        if len(found) != size:
            raise Refused(f"{len(found)} items, where Size is {size}")
        return found

    def run(self, steps, context, found):
        open_if = False  # whether an Else that comes now is taken
        for step in steps:
            if step.tag in ("Else", "Elseif") and not open_if:
                continue
            if not context.holds(step):
                open_if = step.tag in ("If", "Elseif")
                continue
            open_if = False
            if step.tag == "Exec":
                context.execute(step.text)
            elif step.tag == "Item":
                found.append(context.evaluate(step.text))
            elif step.tag == "Break":
                raise Break
            elif step.tag == "Loop":
                self.loop(step, context, found)
            else:
                self.run(step, context, found)

    def loop(self, step, context, found):
        try:
            while context.holds(step):
                self.run(step, context, found)
        except Break:
            pass
