#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <list>
#include <map>
#include <memory>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include <containers/consistency.hpp>
#include <fuzz/byte_source.hpp>
#include <fuzz/require.hpp>
#include <support/arena.hpp>
#include <support/fault_injection.hpp>

#include <fuzz/subjects.hpp>

// Interprets bytes as operations on three containers of equal keys, one of unique keys and a handful of node
// handles, which share elements, and does the same to models that remember each group's payloads and
// addresses in order. Container 2 has another allocator. An operation may be told to fail at its n-th step.
namespace fuzz {

using support::fault;

/// What one container should hold: groups of {payload, address} by the key's id.
class multi_model {
public:
    struct record {
        int payload;
        const void* address;
        bool operator==(const record&) const = default;
    };
    using group = std::vector<record>;

    std::size_t size() const {
        std::size_t n = 0;
        for (const auto& g : groups_) n += g.second.size();
        return n;
    }
    std::size_t count(int id) const {
        const auto g = groups_.find(id);
        return g == groups_.end() ? 0 : g->second.size();
    }
    const group& at(int id) const { return groups_.at(id); }
    void insert(int id, std::size_t position, record r) {
        group& g = groups_[id];
        g.insert(g.begin() + static_cast<std::ptrdiff_t>(position), r);
    }
    record erase(int id, std::size_t position) {
        const auto g = groups_.find(id);
        const record r = g->second[position];
        g->second.erase(g->second.begin() + static_cast<std::ptrdiff_t>(position));
        if (g->second.empty()) groups_.erase(g);
        return r;
    }
    std::size_t erase(int id) {
        const std::size_t n = count(id);
        groups_.erase(id);
        return n;
    }
    void clear() { groups_.clear(); }
    std::vector<int> ids() const {
        std::vector<int> result;
        for (const auto& g : groups_) result.push_back(g.first);
        return result;
    }
    bool operator==(const multi_model&) const = default;
    /// Equal but for the addresses.
    bool same_values(const multi_model& other) const {
        return std::equal(groups_.begin(), groups_.end(), other.groups_.begin(), other.groups_.end(),
                          [](const auto& a, const auto& b) {
                              return a.first == b.first &&
                                     std::equal(a.second.begin(), a.second.end(), b.second.begin(),
                                                b.second.end(),
                                                [](record x, record y) { return x.payload == y.payload; });
                          });
    }

private:
    std::map<int, group> groups_;
};

template <class Multi, class Unique>
class multi_driver {
    using allocator = typename Multi::allocator_type;
    using key_type = typename Multi::key_type;
    using value_type = typename Multi::value_type;
    using node_type = typename Multi::node_type;
    using keys = key_traits<key_type>;
    using iterator = typename Multi::iterator;
    using record = multi_model::record;
    static constexpr bool is_map = requires { typename Multi::mapped_type; };
    static_assert(std::is_same_v<node_type, typename Unique::node_type>);

    struct subject {
        std::unique_ptr<Multi> c;
        multi_model model;
    };
    struct held_node {
        node_type node;
        int id;
        record expected;
    };
    static constexpr std::size_t max_nodes = 6;

public:
    multi_driver(byte_source& in, bool may_fail) : in_(in), may_fail_(may_fail) {
        static constexpr std::array<unsigned, 4> spaces{3, 16, 100, 2000};
        ids_ = spaces[in_.below(4)];
        for (unsigned i = 0; i < subjects_.size(); ++i) renew(i);
        renew_unique();
    }

    void run() {
        while (!in_.empty()) step();
        check_all();
        if (in_.flip()) nodes_.clear();
        if (in_.flip()) unique_.reset();
        for (auto& s : subjects_) s.c.reset();
        check_nodes();
    }
    /// After run(): destroys what is left; nothing may be outstanding.
    void finish() {
        nodes_.clear();
        unique_.reset();
        require_nothing_left(memory_, other_memory_);
    }

private:
    void step() {
        const unsigned op = in_.below(26);
        subject& s = subjects_[in_.below(3)];
        if (may_fail_ && in_.below(4) == 0) {
            static constexpr std::array<fault, 6> kinds{fault::allocate, fault::hash,     fault::equal,
                                                        fault::copy,     fault::allocate, fault::construct};
            planned_ = kinds[in_.below(kinds.size())];
            survivors_ = in_.below(20);
        }
        const multi_model before = may_fail_ ? s.model : multi_model{};
        total_before_ = may_fail_ ? total() : 0;
        try {
            perform(op, s);
        } catch (const std::bad_alloc&) {
            recover(op, s, before, fault::allocate);
        } catch (const support::injected_fault& f) {
            recover(op, s, before, f.kind);
        }
        planned_ = {};
        if (s.c->size() <= 40) check(*s.c, s.model);
    }
    template <class Operation>
    decltype(auto) attempt(Operation operation) {
        const support::fault_scope armed(planned_, survivors_);
        return operation();
    }

    void perform(unsigned op, subject& s) {
        switch (op) {
        case 0:
        case 1:
        case 2:
        case 3:
            return insert_one(s, op);
        case 4:
            return insert_run(s);
        case 5:
            return erase_key(s);
        case 6:
        case 7:
            return erase_at(s);
        case 8:
            return erase_range(s);
        case 9:
            return erase_matching(s);
        case 10:
            return look_up(s);
        case 11:
        case 12:
            return extract(s);
        case 13:
        case 14:
            return insert_node(s);
        case 15:
            return rename_or_drop_node();
        case 16:
            return merge(s);
        case 17:
            return merge_into_unique(s);
        case 18:
            return merge_from_unique(s);
        case 19:
            return node_through_unique(s);
        case 20:
            return exchange(s);
        case 21:
            return copy(s);
        case 22:
            return move(s);
        case 23:
            return resize(s);
        case 24:
            return load(s);
        default:
            if (in_.flip()) return renew(static_cast<unsigned>(&s - subjects_.data()));
            s.c->clear();
            s.model.clear();
        }
    }

    // What is left after a failure: everything where one element was to be inserted or nothing at all was to
    // change ([unord.req.except]); otherwise nothing is lost that had somewhere to stay.
    void recover(unsigned op, subject& s, const multi_model& before, fault kind) {
        planned_ = {};
        const bool single = op <= 3 || op == 13 || op == 14;
        const bool still = op == 10 || op == 11 || op == 12;
        if (still || (single && kind != fault::hash) ||
            (op == 23 && kind != fault::hash && kind != fault::equal))
            require(model_of(*s.c) == before, "a failed operation left a trace");
        for (auto& other : subjects_) other.model = model_of(*other.c);
        unique_model_ = model_of(*unique_);
        if (op >= 13 && op <= 18) require(total() == total_before_, "a failed operation lost an element");
        check_all();
    }

    template <class Container>
    static multi_model model_of(const Container& c) {
        multi_model m;
        for (const auto& v : c) m.insert(id_of(v), m.count(id_of(v)), {payload_of(v), &v});
        return m;
    }
    /// The n-th element with the key, of a group that is not empty.
    static iterator member(subject& s, int id, std::size_t n) {
        auto it = s.c->equal_range(keys::make(id)).first;
        std::advance(it, n);
        return it;
    }
    /// An element of s by chance: its id and its place in its group; nothing where s is empty.
    bool pick(const subject& s, int& id, std::size_t& n) {
        const std::vector<int> present = s.model.ids();
        if (present.empty()) return false;
        id = present[in_.below(static_cast<unsigned>(present.size()))];
        n = in_.below(static_cast<unsigned>(s.model.count(id)));
        return true;
    }

    void insert_one(subject& s, unsigned how) {
        int id = static_cast<int>(in_.below(ids_));
        const int payload = is_map ? static_cast<int>(in_.byte()) : 0;
        std::size_t position = 0;
        typename Multi::const_iterator hint = in_.flip() ? s.c->cbegin() : s.c->cend();
        int near = 0;
        std::size_t n = 0;
        if (how >= 2 && pick(s, near, n)) {
            if (in_.flip()) id = near;
            hint = member(s, near, n);
        }
        if (how >= 2 && hint != s.c->cend()) {
            const int hinted = id_of(*hint);
            if (hinted == id)
                position =
                    static_cast<std::size_t>(std::distance(
                        typename Multi::const_iterator(s.c->equal_range(keys::make(id)).first), hint)) +
                    1;
        }
        const value_type v = elements<Multi>::make(id, payload);
        const iterator it = attempt([&] {
            switch (how) {
            case 0:
                return s.c->insert(v);
            case 1:
                return s.c->emplace(elements<Multi>::make(id, payload));
            case 2:
                return s.c->insert(hint, v);
            default:
                return s.c->emplace_hint(hint, elements<Multi>::make(id, payload));
            }
        });
        require(id_of(*it) == id && payload_of(*it) == (is_map ? payload : 0),
                "another element was inserted");
        s.model.insert(id, position, {payload_of(*it), &*it});
    }
    void insert_run(subject& s) {
        const int first = static_cast<int>(in_.below(ids_));
        const int count = static_cast<int>(in_.below(60)), stride = static_cast<int>(in_.below(3));
        std::vector<value_type> values;
        for (int i = 0; i < count; ++i)
            values.push_back(elements<Multi>::make((first + i * stride) % static_cast<int>(ids_), i));
        attempt([&] { s.c->insert(values.begin(), values.end()); });
        for (int i = 0; i < count; ++i)
            s.model.insert((first + i * stride) % static_cast<int>(ids_), 0, {is_map ? i : 0, nullptr});
        const multi_model now = model_of(*s.c);
        require(now.same_values(s.model), "a range was inserted otherwise");
        s.model = now;
    }

    void erase_key(subject& s) {
        const int id = static_cast<int>(in_.below(ids_));
        const auto it = s.c->find(keys::make(id));
        const bool by_element = it != s.c->end() && in_.flip();
        const std::size_t gone = attempt([&] {
            return by_element ? s.c->erase(consistency::key_of<Multi>(*it)) : s.c->erase(keys::make(id));
        });
        require(gone == s.model.erase(id), "erase(key) erased another number");
    }
    void erase_at(subject& s) {
        int id = 0;
        std::size_t n = 0;
        if (!pick(s, id, n)) return;
        const auto at = member(s, id, n);
        const auto next = std::next(at);
        require(s.c->erase(at) == next, "erase(it) returned another iterator");
        s.model.erase(id, n);
    }
    void erase_range(subject& s) {
        const auto n = static_cast<unsigned>(s.c->size());
        const std::size_t first = in_.below(n + 1), length = in_.below(20);
        auto it = std::next(s.c->begin(), static_cast<std::ptrdiff_t>(first));
        auto last = it;
        for (std::size_t i = 0; i < length && last != s.c->end(); ++i) ++last;
        std::vector<const void*> kept;
        for (auto at = s.c->begin(); at != it; ++at) kept.push_back(&*at);
        for (auto at = last; at != s.c->end(); ++at) kept.push_back(&*at);
        require(s.c->erase(it, last) == last, "erase(range) returned another iterator");
        std::size_t i = 0;
        for (const auto& v : *s.c)
            require(i < kept.size() && kept[i++] == &v, "erase(range) took another element");
        require(i == kept.size(), "erase(range) took too many");
        s.model = model_of(*s.c);
    }
    void erase_matching(subject& s) {
        const int divisor = 1 + static_cast<int>(in_.below(5));
        const auto doomed = [&](const value_type& v) { return (id_of(v) + payload_of(v)) % divisor == 0; };
        multi_model expected;
        for (const auto& v : *s.c)
            if (!doomed(v)) expected.insert(id_of(v), expected.count(id_of(v)), {payload_of(v), &v});
        const std::size_t before = s.c->size();
        require(before - erase_if(*s.c, doomed) == expected.size(), "erase_if counted otherwise");
        s.model = expected;
    }
    void look_up(subject& s) {
        const int id = static_cast<int>(in_.below(ids_));
        const auto k = keys::make(id);
        const Multi& c = *s.c;
        const std::size_t n = s.model.count(id);
        attempt(
            [&] { require(c.count(k) == n && c.contains(k) == (n != 0), "count() or contains() is wrong"); });
        const auto [first, last] = c.equal_range(k);
        require(c.find(k) == (n == 0 ? c.end() : first), "find() is not the first");
        require(static_cast<std::size_t>(std::distance(first, last)) == n, "equal_range() is wrong");
        if (n != 0) require(&*first == s.model.at(id)[0].address, "an element moved");
    }

    void extract(subject& s) {
        if (nodes_.size() == max_nodes) return;
        int id = static_cast<int>(in_.below(ids_));
        std::size_t n = 0;
        node_type node;
        if (in_.flip()) {
            if (!pick(s, id, n)) return;
            const auto at = member(s, id, n);
            node = attempt([&] { return s.c->extract(at); });
        } else {
            const auto k = keys::make(id);
            node = attempt([&] { return s.c->extract(k); });
            require(node.empty() == (s.model.count(id) == 0), "extract(key) disagrees");
            if (node.empty()) return;
        }
        nodes_.push_back({std::move(node), id, s.model.erase(id, n)});
    }
    auto some_node() {
        return std::next(nodes_.begin(),
                         static_cast<std::ptrdiff_t>(in_.below(static_cast<unsigned>(nodes_.size()))));
    }
    void insert_node(subject& s) {
        if (nodes_.empty()) return;
        const auto which = some_node();
        held_node& h = *which;
        if (!(h.node.get_allocator() == s.c->get_allocator())) return;
        std::size_t position = 0;
        iterator it;
        const std::size_t present = s.model.count(h.id);
        if (present != 0 && in_.flip()) {
            position = in_.below(static_cast<unsigned>(present)) + 1;
            const auto hint = member(s, h.id, position - 1);
            it = attempt([&] { return s.c->insert(hint, std::move(h.node)); });
        } else {
            it = attempt([&] { return s.c->insert(std::move(h.node)); });
        }
        require(h.node.empty() && &*it == h.expected.address, "insert(node) kept or moved the element");
        s.model.insert(h.id, position, h.expected);
        nodes_.erase(which);
    }
    void rename_or_drop_node() {
        if (nodes_.empty()) return;
        const auto which = some_node();
        if (in_.flip()) {
            nodes_.erase(which);
            return;
        }
        which->id = static_cast<int>(in_.below(ids_));
        if constexpr (is_map)
            which->node.key() = keys::make(which->id);
        else
            which->node.value() = keys::make(which->id);
    }

    /// The groups of `from`, in order, come in front of those of `to`.
    static void merge_models(multi_model& to, multi_model& from) {
        for (const int id : from.ids()) {
            std::size_t n = 0;
            for (const record r : from.at(id)) to.insert(id, n++, r);
        }
        from.clear();
    }
    void merge(subject& s) {
        subject& from = subjects_[in_.below(3)];
        if (s.c->get_allocator() != from.c->get_allocator()) return;
        attempt([&] { s.c->merge(*from.c); });
        if (&s == &from) return;
        merge_models(s.model, from.model);
        check(*from.c, from.model);
    }
    void merge_into_unique(subject& s) {
        if (s.c->get_allocator() != unique_->get_allocator()) return;
        attempt([&] { unique_->merge(*s.c); });
        for (const int id : s.model.ids())
            if (unique_model_.count(id) == 0) unique_model_.insert(id, 0, s.model.erase(id, 0));
        check(*unique_, unique_model_);
    }
    void merge_from_unique(subject& s) {
        if (s.c->get_allocator() != unique_->get_allocator()) return;
        attempt([&] { s.c->merge(*unique_); });
        merge_models(s.model, unique_model_);
        require(unique_->empty(), "merge left an element");
    }
    void node_through_unique(subject& s) {
        int id = 0;
        std::size_t n = 0;
        if (s.c->get_allocator() != unique_->get_allocator() || !pick(s, id, n)) return;
        auto result = unique_->insert(s.c->extract(member(s, id, n)));
        const record r = s.model.erase(id, n);
        if (result.inserted) {
            unique_model_.insert(id, 0, r);
            if (in_.flip()) {
                s.c->insert(unique_->extract(result.position));
                s.model.insert(id, 0, unique_model_.erase(id, 0));
            }
        } else {
            s.c->insert(std::move(result.node));
            s.model.insert(id, 0, r);
        }
        check(*unique_, unique_model_);
    }

    void exchange(subject& s) {
        subject& other = subjects_[in_.below(3)];
        if (s.c->get_allocator() != other.c->get_allocator()) return;
        s.c->swap(*other.c);
        std::swap(s.model, other.model);
    }
    void copy(subject& s) {
        subject& from = subjects_[in_.below(3)];
        if (&s == &from) return;
        if (in_.flip())
            attempt([&] { *s.c = *from.c; });
        else
            s.c = attempt([&] { return std::make_unique<Multi>(*from.c, s.c->get_allocator()); });
        require(*s.c == *from.c, "a copy is not equal");
        s.model = model_of(*s.c);
        require(s.model.same_values(from.model), "a copy has another order");
    }
    void move(subject& s) {
        subject& from = subjects_[in_.below(3)];
        if (&s == &from) return;
        const bool steals = s.c->get_allocator() == from.c->get_allocator();
        attempt([&] { *s.c = std::move(*from.c); });
        if (steals)
            s.model = from.model;
        else
            s.model = model_of(*s.c);
        require(s.model.same_values(from.model), "moving lost an element");
        from.c->clear();
        from.model.clear();
    }
    void resize(subject& s) {
        const unsigned n = in_.below(2000);
        const bool exact = in_.flip();
        attempt([&] { exact ? s.c->rehash(n) : s.c->reserve(n); });
    }
    void load(subject& s) {
        static constexpr std::array<float, 6> loads{0.1f, 0.5f, 1.0f, 1.0f, 3.0f, 50.0f};
        s.c->max_load_factor(loads[in_.below(loads.size())]);
        if (s.c->load_factor() > s.c->max_load_factor()) s.c->rehash(0);
    }

    template <class Container>
    void check(const Container& c, const multi_model& model) const {
        const std::string wrong = consistency::contradiction(c);
        require(wrong.empty(), wrong.c_str());
        require(model_of(c) == model, "an element is missing, changed, moved or out of order");
    }
    void check_all() const {
        for (const auto& s : subjects_) check(*s.c, s.model);
        check(*unique_, unique_model_);
        check_nodes();
    }
    void check_nodes() const {
        for (const auto& h : nodes_) {
            require(!h.node.empty(), "a node was lost");
            if constexpr (is_map)
                require(keys::id(h.node.key()) == h.id && mapped_traits<typename Multi::mapped_type>::payload(
                                                              h.node.mapped()) == h.expected.payload,
                        "a node has another element");
            else
                require(&h.node.value() == h.expected.address && keys::id(h.node.value()) == h.id,
                        "a node has another element");
        }
    }
    std::size_t total() const {
        std::size_t n = unique_->size();
        for (const auto& s : subjects_) n += s.c->size();
        for (const auto& h : nodes_) n += !h.node.empty();
        return n;
    }
    void renew(unsigned i) {
        subjects_[i].c = std::make_unique<Multi>(allocator(i == 2 ? other_memory_ : memory_));
        subjects_[i].model.clear();
    }
    void renew_unique() { unique_ = std::make_unique<Unique>(allocator(memory_)); }

    static int id_of(const value_type& v) { return elements<Multi>::id_of(v); }
    static int payload_of(const value_type& v) { return elements<Multi>::payload_of(v); }

    byte_source& in_;
    bool may_fail_;
    unsigned ids_ = 0;
    std::size_t total_before_ = 0;
    fault planned_{};
    std::size_t survivors_ = 0;
    support::arena memory_, other_memory_;
    std::array<subject, 3> subjects_;
    std::unique_ptr<Unique> unique_;
    multi_model unique_model_;
    std::list<held_node> nodes_; // a list: nodes of different allocators are not assigned to each other
};

} // namespace fuzz
