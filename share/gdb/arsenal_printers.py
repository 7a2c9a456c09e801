"""Shows Arsenal's hash maps and sets in gdb, with their iterators and nodes.

    (gdb) source <prefix>/share/arsenal/gdb/arsenal_printers.py
    (gdb) print ages
    $1 = arsenal::unordered_map with 2 elements = {["Ada"] = 36, ["Alan"] = 41}

Works on core files too: it reads memory and calls nothing. Elements come in the order of iteration. Needs a gdb with
Python 3, and a program compiled with -g.
"""

import re

import gdb
import gdb.printing


# The layout, which is that of modules/arsenal/containers/detail: what a change there has to change here stands between
# this line and the printers. First the unordered containers: {table,multi_table,table_core,block_store,block,chain,slot}.hpp.


def is_chained(container):
    return any(field.name == "chain_" for field in container["table_"].type.strip_typedefs().fields())


def size_of(container):
    table = container["table_"]
    return int(table["chain_"]["size_"] if is_chained(container) else table["size_"])


def first_run(container):
    return container["table_"]["store_"]["first_"]


def slot_type(container):
    """The type of a slot, with the element's type as its first argument."""
    table = container["table_"].type.strip_typedefs()
    return gdb.lookup_type(f"{table.name}::slot_type").strip_typedefs()


def is_foreign(run):
    return int(run["shape"]) == 0


def foreign_element(run):
    """The address of the element that a foreign_cell refers to: its first field after those of the run."""
    address = int(run.address) + run.type.sizeof
    return int(gdb.Value(address).cast(gdb.lookup_type("unsigned long").pointer()).dereference())


def first_slot(run, value_type):
    """The address of the first slot of a block. A slot is aligned as its element is, and to 8 at least."""
    alignment = max(8, value_type.alignof)
    return int(run.address) + (run.type.sizeof + alignment - 1) // alignment * alignment


def iterator_slot(iterator):
    return iterator["at_"]["slot"]


def local_iterator_slot(iterator):
    return iterator["walk_"]["slot"]


def node_slot(handle):
    return handle["node_"]["slot"]


LINK_ADDRESS, LINK_IS_FOREIGN = 0x0000FFFFFFFFFFF8, 4


def chained_addresses(container):
    """addresses() of a container of equal keys: what a word of chain.hpp refers to, and so on."""
    link_type = gdb.lookup_type(container["table_"]["chain_"]["last_"].type.target().strip_typedefs().name)
    slot = slot_type(container)
    own_size = next(field for field in slot.fields() if field.is_base_class).type.sizeof
    previous, word = 0, int(container["table_"]["chain_"]["first_"])
    while word & LINK_ADDRESS:
        address = word & LINK_ADDRESS
        link = value_at(address, link_type)
        if int(link["state"]) & LINK_ADDRESS != previous:
            raise gdb.error("the list of elements is damaged, or not constructed yet")
        if word & LINK_IS_FOREIGN:  # the link ends a cell, after two pointers, the first of which is the element's
            yield int(value_at(address - 16, gdb.lookup_type("unsigned long")))
        else:
            yield address - own_size
        previous, word = address, int(link["next"])


def addresses(container):
    """The addresses of the elements, in the order of iteration.

    Raises gdb.error where the list is not well formed, as in a container that was not constructed yet; so it ends on
    whatever is in memory.
    """
    if is_chained(container):
        yield from chained_addresses(container)
        return
    slot = slot_type(container)
    value_type = slot.template_argument(0)
    previous, pointer = 0, first_run(container)
    while int(pointer):
        run = pointer.dereference()
        if int(run["prev"]) != previous:
            raise gdb.error("the list of elements is damaged, or not constructed yet")
        if is_foreign(run):
            yield foreign_element(run)
        else:
            begin, live = first_slot(run, value_type), int(run["live"])
            for position in range(64):
                if live >> position & 1:
                    yield begin + position * slot.sizeof
        previous, pointer = int(pointer), run["next"]


# flat_hash_map and flat_hash_set: flat_core.hpp, incremental_table.hpp.


def value_type_of(container):
    table = container["table_"].type.strip_typedefs()
    return gdb.lookup_type(f"{table.name}::value_type").strip_typedefs()


def is_incremental(container):
    return "incremental_table<" in str(container["table_"].type.strip_typedefs())


def flat_size(container):
    table = container["table_"]
    return int(table["size_"] if is_incremental(container) else table["core_"]["size"])


def flat_cores(container):
    """The flat_core of each part, in the order of iteration."""
    table = container["table_"]
    if not is_incremental(container):
        yield table["core_"]
        return
    leaf_type = gdb.lookup_type(f"{table.type.strip_typedefs().name}::leaf").pointer()
    previous, pointer = 0, table["first_"]
    while int(pointer):
        leaf = pointer.cast(leaf_type).dereference()
        if int(leaf["prev"]) != previous:
            raise gdb.error("the list of parts is damaged, or not constructed yet")
        yield leaf["table"]["core_"]
        previous, pointer = int(pointer), leaf["next"]


def flat_stride(size, count, tags_offset):
    """The distance of slots: elements below eight bytes may be padded, which shows in the place of the tags."""
    padded = (8 * count + max(count // 16, 1) + 15) // 16 * 16
    return 8 if size < 8 and tags_offset == padded else size


def flat_addresses(container):
    value_type = value_type_of(container)
    for core in flat_cores(container):
        if int(core["slots"]) == 0:
            continue
        count, slots, tags = int(core["mask"]) + 1, int(core["slots"]), int(core["tags"])
        if count & (count - 1) or slots >= tags:
            raise gdb.error("the table is damaged, or not constructed yet")
        stride = flat_stride(value_type.sizeof, count, tags - slots)
        live = gdb.selected_inferior().read_memory(tags, count)
        for i in range(count):
            if live[i] >= b"\2":
                yield slots + i * stride


def flat_iterator_value(iterator):
    return iterator["at_"]["value"]


# dense_hash_map and dense_hash_set: dense_values.hpp.


def dense_size(container):
    return int(container["table_"]["values_"]["size_"])


def dense_elements(container):
    first = container["table_"]["values_"]["data_"]
    for i in range(dense_size(container)):
        yield (first + i).dereference()


# concurrent_hash_map: concurrent_table.hpp, shard_table.hpp. Of a running program, the shards as they are at the moment.


def shards(container):
    all_of_them = container["table_"]["shards_"]
    first, last = all_of_them.type.range()
    return [all_of_them[i] for i in range(first, last + 1)]


def concurrent_size(container):
    return sum(int(shard["size_"]["value_"]) for shard in shards(container))


def concurrent_elements(container):
    for shard in shards(container):
        count, slots = int(shard["slot_count_"]["value_"]), shard["slots_"]["value_"]
        if count == 0:
            continue
        if count & (count - 1):
            raise gdb.error("the table is damaged, or not constructed yet")
        live = gdb.selected_inferior().read_memory(int(shard["tags_"]["value_"]), count)
        for i in range(count):
            if live[i] >= b"\2":
                yield element_in(slots + i)


# The printers.


def value_at(address, value_type):
    return gdb.Value(address).cast(value_type.pointer()).dereference()


def element_in(slot):
    """The element in the slot that the pointer `slot` points to."""
    return value_at(int(slot), slot.type.target().strip_typedefs().template_argument(0))


class Container:
    def __init__(self, name, container):
        self.name, self.container = name, container

    def to_string(self):
        size = size_of(self.container)
        return f"arsenal::{self.name} with {size} element{'' if size == 1 else 's'}"

    def elements(self):
        value_type = slot_type(self.container).template_argument(0)
        for address in addresses(self.container):
            yield value_at(address, value_type)


class FlatContainer(Container):
    def to_string(self):
        size = flat_size(self.container)
        return f"arsenal::{self.name} with {size} element{'' if size == 1 else 's'}"

    def elements(self):
        value_type = value_type_of(self.container)
        for address in flat_addresses(self.container):
            yield value_at(address, value_type)


class DenseContainer(Container):
    def to_string(self):
        size = dense_size(self.container)
        return f"arsenal::{self.name} with {size} element{'' if size == 1 else 's'}"

    def elements(self):
        return dense_elements(self.container)


class ConcurrentContainer(Container):
    def to_string(self):
        size = concurrent_size(self.container)
        return f"arsenal::{self.name} with {size} element{'' if size == 1 else 's'}"

    def elements(self):
        return concurrent_elements(self.container)


class Map(Container):
    def display_hint(self):
        return "map"

    def children(self):
        for number, element in enumerate(self.elements()):
            yield f"[{2 * number}]", element["first"]
            yield f"[{2 * number + 1}]", element["second"]


class Set(Container):
    def display_hint(self):
        return "array"

    def children(self):
        for number, element in enumerate(self.elements()):
            yield f"[{number}]", element


class FlatMap(FlatContainer, Map):
    pass


class FlatSet(FlatContainer, Set):
    pass


class Iterator:
    """An iterator shows the element that it refers to. What was erased cannot be told from what was not."""

    def __init__(self, slot):
        self.slot = slot

    def to_string(self):
        return element_in(self.slot) if int(self.slot) else "end() or singular"


class DenseMap(DenseContainer, Map):
    pass


class DenseSet(DenseContainer, Set):
    pass


class DenseIterator:
    """As Iterator, but the end cannot be told from an element."""

    def __init__(self, iterator):
        self.value = iterator["at_"]

    def to_string(self):
        return self.value.dereference() if int(self.value) else "singular"


class ConcurrentMap(ConcurrentContainer, Map):
    pass


class FlatIterator:
    def __init__(self, iterator):
        self.value = flat_iterator_value(iterator)

    def to_string(self):
        return self.value.dereference() if int(self.value) else "end() or singular"


class FlatNode:
    def __init__(self, node):
        self.node = node
        policy = node.type.strip_typedefs().template_argument(0).strip_typedefs()
        self.is_map = policy.name.partition("<")[0].endswith("map_policy")
        self.value_type = gdb.lookup_type(f"{policy.name}::value_type").strip_typedefs()

    def to_string(self):
        of = f"node of arsenal::flat_hash_{'map' if self.is_map else 'set'}"
        return f"{of} with element" if self.node["full_"] else f"empty {of}"

    def display_hint(self):
        return "map" if self.is_map else "array"

    def children(self):
        if not self.node["full_"]:
            return
        element = value_at(int(self.node["storage_"].address), self.value_type)
        if self.is_map:
            yield "[0]", element["first"]
            yield "[1]", element["second"]
        else:
            yield "[0]", element


class NodeHandle:
    def __init__(self, handle):
        self.slot = node_slot(handle)
        policy = str(handle.type.strip_typedefs().template_argument(0))
        self.is_map = policy.partition("<")[0].endswith("map_policy")

    def to_string(self):
        of = f"node handle of arsenal::unordered_{'map' if self.is_map else 'set'}"
        return f"{of} with element" if int(self.slot) else f"empty {of}"

    def display_hint(self):
        return "map" if self.is_map else "array"

    def children(self):
        if not int(self.slot):
            return
        element = element_in(self.slot)
        if self.is_map:
            yield "[0]", element["first"]
            yield "[1]", element["second"]
        else:
            yield "[0]", element


PRINTERS = {
    "unordered_map": lambda value: Map("unordered_map", value),
    "unordered_multimap": lambda value: Map("unordered_multimap", value),
    "unordered_multiset": lambda value: Set("unordered_multiset", value),
    "unordered_set": lambda value: Set("unordered_set", value),
    "concurrent_hash_map": lambda value: ConcurrentMap("concurrent_hash_map", value),
    "dense_hash_map": lambda value: DenseMap("dense_hash_map", value),
    "dense_hash_set": lambda value: DenseSet("dense_hash_set", value),
    "flat_hash_map": lambda value: FlatMap("flat_hash_map", value),
    "flat_hash_set": lambda value: FlatSet("flat_hash_set", value),
    "node_handle": NodeHandle,
    "detail::dense_iterator": DenseIterator,
    "detail::flat_iterator": FlatIterator,
    "detail::flat_node": FlatNode,
    "detail::table_iterator": lambda value: Iterator(iterator_slot(value)),
    "detail::bucket_iterator": lambda value: Iterator(local_iterator_slot(value)),
}
# The namespace in the middle is the inline one of the version and hardening mode.
NAME = re.compile(r"^arsenal::(?:v\d\w*::)?((?:detail::)?\w+)<")


def printer_of(value):
    """gdb's look-up function: a printer for `value`, or None."""
    if value.type.strip_typedefs().code in (gdb.TYPE_CODE_REF, gdb.TYPE_CODE_RVALUE_REF):
        value = value.referenced_value()
    name = NAME.match(value.type.strip_typedefs().unqualified().tag or "")
    make = name and PRINTERS.get(name.group(1))
    return make(value) if make else None


printer_of.name = "arsenal"
printer_of.enabled = True
gdb.printing.register_pretty_printer(gdb.current_objfile(), printer_of, replace=True)
