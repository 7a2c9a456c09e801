#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <list>
#include <memory>
#include <new>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <containers/consistency.hpp>
#include <fuzz/byte_source.hpp>
#include <fuzz/require.hpp>
#include <support/arena.hpp>
#include <support/fault_injection.hpp>

#include <fuzz/subjects.hpp>

// Interprets bytes as operations on three containers and a handful of node handles, and does the same to
// models in std::unordered_map, which also remember each element's address. Containers 0 and 1 have equal
// allocators, container 2 has another. An operation may be told to fail at its n-th step.
namespace fuzz {

using support::fault;

template <class Container>
class driver {
    using allocator = typename Container::allocator_type;
    using key_type = typename Container::key_type;
    using value_type = typename Container::value_type;
    using node_type = typename Container::node_type;
    using keys = key_traits<key_type>;
    static constexpr bool is_map = requires { typename Container::mapped_type; };
    static constexpr bool transparent = requires(const Container& c, key_view k) { c.find(k); };

    struct record {
        int payload;
        const void* address;
    };
    using model_type = std::unordered_map<int, record>;
    struct subject {
        std::unique_ptr<Container> c;
        model_type model;
    };
    struct held_node {
        node_type node;
        int id;
        record expected;
    };

    static constexpr unsigned max_nodes = 6;

public:
    driver(byte_source& in, bool may_fail) : in_(in), may_fail_(may_fail) {
        static constexpr std::array<unsigned, 4> spaces{16, 64, 400, 3000};
        ids_ = spaces[in_.below(4)];
        for (unsigned i = 0; i < subjects_.size(); ++i) renew(i);
    }

    void run() {
        while (!in_.empty()) step();
        for (auto& s : subjects_) check(s);
        check_nodes();
        // The order in which containers and nodes go is a choice too.
        if (in_.flip()) nodes_.clear();
        for (auto& s : subjects_) s.c.reset();
        check_nodes();
    }

private:
    void step() {
        const unsigned op = in_.below(32);
        subject& s = subjects_[in_.below(3)];
        const model_type before = may_fail_ ? s.model : model_type{};
        if (may_fail_ && in_.below(4) == 0) {
            static constexpr std::array<fault, 6> kinds{fault::allocate, fault::hash,
                                                        fault::equal,    fault::copy | fault::move,
                                                        fault::allocate, fault::construct};
            planned_ = kinds[in_.below(kinds.size())];
            survivors_ = in_.below(20);
        }
        try {
            perform(op, s);
        } catch (const std::bad_alloc&) {
            recover(op, s, before, fault::allocate);
        } catch (const support::injected_fault& f) {
            recover(op, s, before, f.kind);
        }
        planned_ = {};
        require(s.c->size() == s.model.size(), "size() differs from the model's");
        if (s.model.size() <= 40) check(s);
    }

    /// Runs the operation proper, with the planned failure; what is around it cannot fail.
    template <class Operation>
    decltype(auto) attempt(Operation operation) {
        const support::fault_scope armed(planned_, survivors_);
        return operation();
    }

    void perform(unsigned op, subject& s) {
        switch (op) {
        case 0:
            return insert_one(s, 0);
        case 1:
            return insert_one(s, 1);
        case 2:
            return insert_one(s, 2);
        case 3:
            return insert_one(s, 3);
        case 4:
            return insert_one(s, 4);
        case 5:
            return insert_one(s, 5);
        case 6:
            return insert_run(s);
        case 7:
            return erase_key(s);
        case 8:
            return erase_key(s);
        case 9:
            return erase_at(s);
        case 10:
            return erase_range(s);
        case 11:
            return erase_while_iterating(s);
        case 12:
            return erase_matching(s);
        case 13:
            return look_up(s);
        case 14:
            return look_up(s);
        case 15:
            return extract_key(s);
        case 16:
            return extract_at(s);
        case 17:
            return insert_node(s);
        case 18:
            return insert_node(s);
        case 19:
            return rename_node();
        case 20:
            return drop_node();
        case 21:
            return merge(s);
        case 22:
            return merge(s);
        case 23:
            return exchange(s);
        case 24:
            return copy_assign(s);
        case 25:
            return move_assign(s);
        case 26:
            return copy_construct(s);
        case 27:
            return destroy(s);
        case 28:
            return resize(s);
        case 29:
            return load(s);
        case 30:
            return erase_run(s);
        default:
            s.c->clear();
            s.model.clear();
        }
    }

    // What is left after a failure: everything, where one element was to be inserted ([unord.req.except]/2,
    // /4); otherwise elements that were there before, or were about to come.
    void recover(unsigned op, subject& s, const model_type& before, fault kind) {
        planned_ = {};
        const bool single = op <= 5 || op == 17 || op == 18;
        const bool lookup = op >= 13 && op <= 16;
        const bool rehash = op == 28;
        if (lookup || (single && kind != fault::hash) ||
            (rehash && kind != fault::hash && kind != fault::equal))
            require(same_elements(s.model, before) && matches(s), "a failed operation left a trace");
        for (auto& other : subjects_) resynchronise(other);
        if (op == 21 || op == 22) require(total() == total_before_, "a failed merge lost elements");
        for (auto& other : subjects_) check(other);
        check_nodes();
    }

    // Single insertions. How: which member function.
    void insert_one(subject& s, unsigned how) {
        const int id = some_id(), payload = static_cast<int>(in_.byte());
        auto& c = *s.c;
        const bool roomy = !c.empty() && static_cast<float>(c.size() + 1) <=
                                             c.max_load_factor() * static_cast<float>(c.bucket_count());
        std::vector<typename Container::iterator> held;
        if (c.size() <= 20)
            for (auto it = c.begin(); it != c.end(); ++it) held.push_back(it);
        std::vector<const void*> addresses;
        for (auto it : held) addresses.push_back(&*it);

        auto [it, inserted] = insert_by(c, how, id, payload);
        require(inserted == !s.model.contains(id), "insertion succeeded against the model");
        require(keys::id(consistency::key_of<Container>(*it)) == id, "insertion returned another element");
        if (inserted) {
            s.model[id] = {payload_of(*it), &*it};
            if constexpr (is_map)
                require(how == 4 || payload_of(*it) == payload, "the new element has another value");
        } else {
            if constexpr (is_map)
                if (how == 3) s.model[id].payload = payload;
            require(&*it == s.model[id].address, "insertion of what is there moved it");
        }
        if (roomy) {
            for (std::size_t i = 0; i < held.size(); ++i)
                require(&*held[i] == addresses[i] &&
                            held[i] == c.find(consistency::key_of<Container>(*held[i])),
                        "an insertion that fits invalidated an iterator");
        }
    }

    std::pair<typename Container::iterator, bool> insert_by(Container& c, unsigned how, int id, int payload) {
        auto key = keys::make(id);
        const auto same = key;
        const std::size_t size = c.size();
        typename Container::iterator it;
        if constexpr (is_map) {
            auto mapped = mapped_traits<typename Container::mapped_type>::make(payload);
            const value_type v(key, mapped);
            switch (how) {
            case 0:
                return attempt([&] { return c.insert(v); });
            case 1:
                return attempt([&] { return c.emplace(std::move(key), std::move(mapped)); });
            case 2:
                return attempt([&] { return c.try_emplace(std::move(key), std::move(mapped)); });
            case 3:
                return attempt([&] { return c.insert_or_assign(std::move(key), std::move(mapped)); });
            case 4:
                attempt([&] { (void)c[same]; });
                it = c.find(same);
                break;
            default:
                it = attempt([&] { return c.emplace_hint(c.begin(), std::move(key), std::move(mapped)); });
            }
        } else {
            switch (how) {
            case 0:
                return attempt([&] { return c.insert(same); });
            case 1:
                return attempt([&] { return c.emplace(std::move(key)); });
            case 2:
                return attempt([&] { return c.insert(std::move(key)); });
            case 3:
                it = attempt([&] { return c.insert(c.end(), same); });
                break;
            case 4:
                it = attempt([&] { return c.insert(c.begin(), std::move(key)); });
                break;
            default:
                it = attempt([&] { return c.emplace_hint(c.begin(), std::move(key)); });
            }
        }
        return {it, c.size() != size};
    }

    void insert_run(subject& s) {
        const int first = some_id(), payload = static_cast<int>(in_.byte());
        const int count = static_cast<int>(in_.below(ids_ / 2 + 1));
        std::vector<value_type> values;
        for (int i = 0; i < count; ++i)
            values.push_back(elements<Container>::make((first + i) % static_cast<int>(ids_), payload));
        attempt([&] { s.c->insert(values.begin(), values.end()); });
        for (const auto& v : values) {
            const int id = keys::id(consistency::key_of<Container>(v));
            if (s.model.contains(id)) continue;
            auto it = s.c->find(consistency::key_of<Container>(v));
            require(it != s.c->end(), "an element of a range is missing");
            s.model[id] = {payload_of(*it), &*it};
        }
    }

    void erase_key(subject& s) {
        const int id = some_id();
        const auto k = keys::make(id);
        bool by_view = false;
        if constexpr (transparent && requires(Container& c, key_view v) { c.erase(v); }) by_view = in_.flip();
        const std::size_t gone = attempt([&] {
            if constexpr (transparent && requires(Container& c, key_view v) { c.erase(v); })
                if (by_view) return s.c->erase(view_of(k));
            return s.c->erase(k);
        });
        require(gone == s.model.erase(id), "erase(key) disagrees with the model");
    }

    void erase_run(subject& s) {
        const int first = some_id(), count = static_cast<int>(in_.below(ids_ / 2 + 1));
        for (int i = 0; i < count; ++i) {
            const int id = (first + i) % static_cast<int>(ids_);
            const bool there = s.c->erase(keys::make(id)) == 1;
            require(there == (s.model.erase(id) == 1), "erase(key) disagrees with the model");
        }
    }

    // [unord.req]/14: the others keep their order, their iterators and their addresses.
    void erase_at(subject& s) {
        if (s.c->empty()) return;
        std::vector<typename Container::iterator> order;
        std::vector<const void*> addresses;
        for (auto it = s.c->begin(); it != s.c->end(); ++it) {
            order.push_back(it);
            addresses.push_back(&*it);
        }
        const std::size_t victim = in_.below(static_cast<unsigned>(order.size()));
        s.model.erase(id_of(*order[victim]));
        auto next = s.c->erase(order[victim]);
        require(next == (victim + 1 == order.size() ? s.c->end() : order[victim + 1]),
                "erase(it) returned another");
        auto it = s.c->begin();
        for (std::size_t i = 0; i < order.size(); ++i) {
            if (i == victim) continue;
            require(it == order[i] && &*order[i] == addresses[i],
                    "erase(it) changed the order or an iterator");
            ++it;
        }
        require(it == s.c->end(), "erase(it) left too many elements");
    }

    void erase_range(subject& s) {
        const auto size = static_cast<unsigned>(s.c->size());
        const unsigned a = in_.below(size + 1), b = a + in_.below(size - a + 1);
        const auto first = std::next(s.c->cbegin(), a), last = std::next(s.c->cbegin(), b);
        for (auto it = first; it != last; ++it) s.model.erase(id_of(*it));
        require(s.c->erase(first, last) == last, "erase(first, last) did not return last");
        require(std::distance(s.c->begin(), s.c->end()) == static_cast<std::ptrdiff_t>(size - (b - a)),
                "erase(first, last) left a wrong number");
    }

    void erase_while_iterating(subject& s) {
        const unsigned pattern = in_.byte();
        unsigned turn = 0;
        std::size_t visits = 0;
        const std::size_t size = s.c->size();
        for (auto it = s.c->begin(); it != s.c->end(); ++visits, ++turn) {
            if ((pattern >> turn % 8 & 1) != 0) {
                require(s.model.erase(id_of(*it)) == 1, "iteration visits an element twice");
                it = s.c->erase(it);
            } else {
                ++it;
            }
        }
        require(visits == size, "iteration with erasures did not visit each element once");
    }

    void erase_matching(subject& s) {
        const int divisor = 1 + static_cast<int>(in_.below(5));
        auto doomed = [&](const value_type& v) { return id_of(v) % divisor == 0; };
        const std::size_t gone = erase_if(*s.c, doomed);
        const std::size_t expected =
            std::erase_if(s.model, [&](const auto& v) { return v.first % divisor == 0; });
        require(gone == expected, "erase_if() counted differently");
    }

    void look_up(subject& s) {
        const int id = some_id();
        const auto k = keys::make(id);
        const Container& c = *s.c;
        const bool there = s.model.contains(id);
        require(c.contains(k) == there && c.count(k) == (there ? 1u : 0u), "contains() or count() is wrong");
        require((c.find(k) != c.end()) == there, "find() is wrong");
        if constexpr (transparent) {
            require(c.find(view_of(k)) == c.find(k), "heterogeneous find() is another");
            require(c.contains(view_of(k)) == there && c.count(view_of(k)) == (there ? 1u : 0u),
                    "heterogeneous contains() or count() is wrong");
            require(c.equal_range(view_of(k)) == c.equal_range(k), "heterogeneous equal_range() is another");
        }
        if (!there) return;
        require(&*c.find(k) == s.model.at(id).address, "an element moved");
        if constexpr (is_map) require(&c.at(k) == &c.find(k)->second, "at() is another");
        require(c.bucket(k) < c.bucket_count(), "bucket() out of range");
    }

    void extract_key(subject& s) {
        if (nodes_.size() == max_nodes) return;
        const int id = some_id();
        const auto k = keys::make(id);
        node_type node = attempt([&] { return s.c->extract(k); });
        require(node.empty() == !s.model.contains(id), "extract(key) disagrees with the model");
        if (node.empty()) return;
        nodes_.push_back({std::move(node), id, s.model.at(id)});
        s.model.erase(id);
    }

    void extract_at(subject& s) {
        if (nodes_.size() == max_nodes || s.c->empty()) return;
        auto it = std::next(s.c->begin(),
                            static_cast<std::ptrdiff_t>(in_.below(static_cast<unsigned>(s.c->size()))));
        const int id = id_of(*it);
        nodes_.push_back({attempt([&] { return s.c->extract(it); }), id, s.model.at(id)});
        s.model.erase(id);
    }

    auto some_node() {
        return std::next(nodes_.begin(),
                         static_cast<std::ptrdiff_t>(in_.below(static_cast<unsigned>(nodes_.size()))));
    }

    void insert_node(subject& s) {
        if (nodes_.empty()) return;
        const auto which = some_node();
        held_node& h = *which;
        if (!(h.node.get_allocator() == allocator(s.c->get_allocator()))) return;
        const bool absent = !s.model.contains(h.id);
        typename Container::iterator at;
        if (in_.flip()) {
            auto result = attempt([&] { return s.c->insert(std::move(h.node)); });
            require(result.inserted == absent, "insert(node) disagrees with the model");
            require(result.node.empty() == absent, "insert(node) kept or lost the node");
            at = result.position;
            h.node = std::move(result.node);
        } else {
            at = attempt([&] { return s.c->insert(s.c->cbegin(), std::move(h.node)); });
            require(h.node.empty() == absent, "insert(hint, node) kept or lost the node");
        }
        require(id_of(*at) == h.id, "insert(node) returned another element");
        if (!absent) return;
        require(&*at == h.expected.address, "insert(node) moved the element");
        s.model[h.id] = h.expected;
        nodes_.erase(which);
    }

    void rename_node() {
        if (nodes_.empty()) return;
        held_node& h = *some_node();
        const int id = some_id();
        if constexpr (is_map)
            h.node.key() = keys::make(id);
        else
            h.node.value() = keys::make(id);
        h.id = id;
    }

    void drop_node() {
        if (nodes_.empty()) return;
        const auto which = some_node();
        if (in_.flip()) {
            held_node& h = *which;
            held_node& front = nodes_.front();
            if (h.node.get_allocator() == front.node.get_allocator()) {
                swap(h.node, front.node);
                std::swap(h.id, front.id);
                std::swap(h.expected, front.expected);
            }
        }
        nodes_.erase(which);
    }

    void merge(subject& s) {
        subject& from = subjects_[in_.below(3)];
        if (&s == &from || s.c->get_allocator() != from.c->get_allocator()) return;
        total_before_ = total();
#if ARSENAL_TEST_STD
        planned_ = {}; // libstdc++ 12 loses an element
#endif
        attempt([&] { s.c->merge(*from.c); });
        s.model.merge(from.model);
        check(from);
    }

    void exchange(subject& s) {
        subject& other = subjects_[in_.below(3)];
        if (s.c->get_allocator() != other.c->get_allocator()) return;
        s.c->swap(*other.c);
        std::swap(s.model, other.model);
    }

    void copy_assign(subject& s) {
        subject& from = subjects_[in_.below(3)];
        attempt([&] { *s.c = *from.c; });
        if (&s != &from) adopt(s, from.model);
        require(*s.c == *from.c, "a copy is not equal");
    }

    void move_assign(subject& s) {
        subject& from = subjects_[in_.below(3)];
        if (&s == &from) return;
        const bool steals = s.c->get_allocator() == from.c->get_allocator();
#if ARSENAL_TEST_STD
        if (!steals) planned_ = {}; // libstdc++ 12 leaves moved-from keys behind
#endif
        attempt([&] { *s.c = std::move(*from.c); });
        if (steals)
            s.model = std::move(from.model);
        else
            adopt(s, from.model);
        from.c->clear();
        from.model.clear();
    }

    void copy_construct(subject& s) {
        subject& from = subjects_[in_.below(3)];
        const bool to_move = in_.flip();
        if (to_move) {
            // There and back: moving containers keeps addresses.
            Container taken(std::move(*s.c));
            s.c->clear();
            s.c->swap(taken);
            return;
        }
        auto copy = attempt([&] { return std::make_unique<Container>(*from.c, s.c->get_allocator()); });
        require(*copy == *from.c, "a copy is not equal");
        s.c = std::move(copy);
        const model_type model = from.model;
        adopt(s, model);
    }

    // Node handles of a container that is gone stay alive.
    void destroy(subject& s) { renew(static_cast<unsigned>(&s - subjects_.data())); }

    void resize(subject& s) {
        const unsigned n = in_.below(2000);
        const bool exact = in_.flip();
        attempt([&] { exact ? s.c->rehash(n) : s.c->reserve(n); });
        require(s.c->bucket_count() >= n || s.c->max_load_factor() > 1 ||
                    s.c->max_load_factor() * static_cast<float>(s.c->bucket_count()) >= static_cast<float>(n),
                "rehash() or reserve() gave too few buckets");
    }

    void load(subject& s) {
        static constexpr std::array<float, 6> loads{0.1f, 0.5f, 1.0f, 1.0f, 3.0f, 50.0f};
        const float z = loads[in_.below(loads.size())];
        s.c->max_load_factor(z);
        require(s.c->max_load_factor() == z, "max_load_factor() did not take");
        // A maximum below the present load is a hint that need not be followed at once; the checks want it to
        // be.
        if (s.c->load_factor() > z) s.c->rehash(0);
    }

    // The model's view of a container whose elements are copies of those in `of`.
    void adopt(subject& s, const model_type& of) {
        model_type fresh;
        for (const auto& v : *s.c) {
            const int id = id_of(v);
            auto it = of.find(id);
            require(it != of.end() && it->second.payload == payload_of(v), "a copied element differs");
            fresh[id] = {payload_of(v), &v};
        }
        require(fresh.size() == of.size(), "a copy has another number of elements");
        s.model = std::move(fresh);
    }

    // After a failure: takes the container's word for what it holds.
    void resynchronise(subject& s) {
        s.model.clear();
        for (const auto& v : *s.c) s.model[id_of(v)] = {payload_of(v), &v};
    }

    bool same_elements(const model_type& a, const model_type& b) const {
        return a.size() == b.size() && std::all_of(a.begin(), a.end(), [&](const auto& v) {
                   auto it = b.find(v.first);
                   return it != b.end() && it->second.payload == v.second.payload &&
                          it->second.address == v.second.address;
               });
    }

    bool matches(const subject& s) const {
        std::size_t visits = 0;
        for (const auto& v : *s.c) {
            auto it = s.model.find(id_of(v));
            if (it == s.model.end() || it->second.payload != payload_of(v) || it->second.address != &v)
                return false;
            ++visits;
        }
        return visits == s.model.size();
    }

    void check(const subject& s) const {
        const std::string wrong = consistency::contradiction(*s.c);
        require(wrong.empty(), wrong.c_str());
        require(matches(s), "an element is missing, changed or moved");
    }

    void check_nodes() const {
        for (const auto& h : nodes_) {
            require(!h.node.empty(), "a node was lost");
            if constexpr (is_map) {
                require(keys::id(h.node.key()) == h.id, "a node has another key");
                require(mapped_traits<typename Container::mapped_type>::payload(h.node.mapped()) ==
                            h.expected.payload,
                        "a node has another value");
            } else {
                require(&h.node.value() == h.expected.address, "a node's element moved");
                require(keys::id(h.node.value()) == h.id, "a node has another key");
            }
        }
    }

    std::size_t total() const {
        return subjects_[0].c->size() + subjects_[1].c->size() + subjects_[2].c->size();
    }

    void renew(unsigned i) {
        subjects_[i].c = std::make_unique<Container>(allocator(i == 2 ? other_memory_ : memory_));
        subjects_[i].model.clear();
    }

    int some_id() { return static_cast<int>(in_.below(ids_)); }
    static int id_of(const value_type& v) { return elements<Container>::id_of(v); }
    static int payload_of(const value_type& v) { return elements<Container>::payload_of(v); }

    byte_source& in_;
    bool may_fail_;
    unsigned ids_ = 0;
    std::size_t total_before_ = 0;
    fault planned_{};
    std::size_t survivors_ = 0;
    support::arena memory_, other_memory_;
    std::array<subject, 3> subjects_;
    std::list<held_node> nodes_; // a list: nodes of different allocators are not assigned to each other

public:
    /// After run(): destroys what is left; nothing may be outstanding.
    void finish() {
        nodes_.clear();
        for (auto& s : subjects_) s.c.reset();
        require_nothing_left(memory_, other_memory_);
    }
};

} // namespace fuzz
