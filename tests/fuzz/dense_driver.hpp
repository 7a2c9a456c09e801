#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include <fuzz/byte_source.hpp>
#include <fuzz/require.hpp>
#include <support/arena.hpp>
#include <support/fault_injection.hpp>

#include <fuzz/subjects.hpp>

#include <containers/dense_under_test.hpp>

// Interprets bytes as operations on three dense containers, and does the same to vectors of (id, payload):
// the order is part of what is compared. Containers 0 and 1 have equal allocators, container 2 has another.
// An operation may be told to fail at its n-th step.
namespace fuzz {

using support::fault;

template <class Container>
class dense_driver {
    using allocator = typename Container::allocator_type;
    using key_type = typename Container::key_type;
    using keys = key_traits<key_type>;
    static constexpr bool is_map = requires { typename Container::mapped_type; };
    static constexpr bool transparent = requires(const Container& c, key_view k) { c.find(k); };
    using record = std::pair<int, int>; // id and payload
    using model_type = std::vector<record>;
    struct subject {
        std::unique_ptr<Container> c;
        model_type model;
    };

public:
    dense_driver(byte_source& in, bool may_fail) : in_(in), may_fail_(may_fail) {
        static constexpr std::array<unsigned, 4> spaces{12, 40, 400, 3000};
        ids_ = spaces[in_.below(4)];
        for (unsigned i = 0; i < subjects_.size(); ++i)
            subjects_[i].c = std::make_unique<Container>(allocator(i == 2 ? other_memory_ : memory_));
    }

    void run() {
        while (!in_.empty()) step();
        for (auto& s : subjects_) check(s);
    }
    /// Destroys what is left; nothing may be outstanding.
    void finish() {
        for (auto& s : subjects_) s.c.reset();
        require_nothing_left(memory_, other_memory_);
    }

private:
    void step() {
        const unsigned op = in_.below(24);
        subject& s = subjects_[in_.below(3)];
        subject& other = subjects_[in_.below(3)];
        const model_type before = may_fail_ ? s.model : model_type{};
        if (may_fail_ && in_.below(4) == 0) {
            static constexpr std::array<fault, 5> kinds{fault::allocate, fault::hash, fault::equal,
                                                        fault::copy | fault::move, fault::construct};
            planned_ = kinds[in_.below(kinds.size())];
            survivors_ = in_.below(20);
        }
        try {
            perform(op, s, other);
        } catch (const std::bad_alloc&) {
            recover(op, s, other, before);
        } catch (const support::injected_fault&) {
            recover(op, s, other, before);
        }
        planned_ = {};
        require(s.c->size() == s.model.size(), "size() differs from the model's");
        if (s.model.size() <= 40) check(s);
    }

    /// One element, or none: insertions and what changes only the layout.
    static bool is_strong(unsigned op) { return op < 8 || op == 20; }

    void recover(unsigned op, subject& s, subject& other, const model_type& before) {
        require(support::faults.fired(), "an exception of its own making");
        if (is_strong(op)) {
            s.model = before;
            check(s);
        }
        for (subject* x : {&s, &other}) { // otherwise: takes the container's word for what it holds
            x->model.clear();
            for (const auto& v : *x->c) x->model.push_back(record_of(v));
            check(*x);
        }
    }

    template <class Operation>
    decltype(auto) attempt(Operation operation) {
        const support::fault_scope armed(planned_, survivors_);
        return operation();
    }

    void perform(unsigned op, subject& s, subject& other) {
        Container& c = *s.c;
        model_type& m = s.model;
        const bool alike = c.get_allocator() == other.c->get_allocator();
        switch (op) {
        case 0:
        case 1:
        case 2:
        case 3:
        case 4:
        case 5:
        case 6: {
            const int id = some_id();
            return insert(s, id, op);
        }
        case 7: {
            const std::size_t n = in_.below(1000);
            return attempt([&] { in_.flip() ? c.reserve(n) : c.rehash(n); });
        }
        case 8:
        case 9: {
            const int id = some_id();
            const auto k = keys::make(id);
            const auto at = in_model(m, id);
            const std::size_t gone = attempt([&] { return c.erase(k); });
            require(gone == (at != m.end()), "erase(key) disagrees with the model");
            if (gone) swap_out(m, at);
            return;
        }
        case 10: {
            if (m.empty()) return;
            const auto i = some_index(m);
            const auto next = attempt([&] { return c.erase(c.begin() + i); });
            require(next - c.begin() == i, "erase(iterator) returned another place");
            return swap_out(m, m.begin() + i);
        }
        case 11: {
            if (m.empty()) return;
            const auto i = some_index(m);
            attempt([&] { return c.erase_in_order(c.begin() + i); });
            m.erase(m.begin() + i);
            return;
        }
        case 12: {
            if (m.empty()) return;
            const auto i = some_index(m),
                       j = i + static_cast<std::ptrdiff_t>(in_.below(4)) % (std::ssize(m) - i + 1);
            attempt([&] { return c.erase(c.begin() + i, c.begin() + j); });
            for (auto at = j; at-- > i;) swap_out(m, m.begin() + at);
            return;
        }
        case 13: {
            const int divisor = 2 + static_cast<int>(in_.below(6));
            const auto doomed = [&](const auto& v) { return record_of(v).first % divisor == 0; };
            const std::size_t gone = attempt([&] { return erase_if(c, doomed); });
            require(gone == std::erase_if(m, [&](const record& r) { return r.first % divisor == 0; }),
                    "erase_if() counted differently");
            return;
        }
        case 14: {
            const int id = some_id();
            const auto k = keys::make(id);
            const auto at = in_model(m, id);
            const auto out = attempt([&] { return c.extract(k); });
            require(out.has_value() == (at != m.end()), "extract(key) disagrees with the model");
            if (out) swap_out(m, at);
            return;
        }
        case 15: {
            if (&s == &other || !alike) return;
            attempt([&] { c.merge(*other.c); });
            std::erase_if(other.model, [&](const record& r) {
                if (in_model(m, r.first) != m.end()) return false;
                m.push_back(r);
                return true;
            });
            return check(other);
        }
        case 16:
            if (!alike) return;
            c.swap(*other.c);
            return std::swap(m, other.model);
        case 17:
            attempt([&] { c = *other.c; });
            m = model_type(other.model);
            return;
        case 18:
            if (&s == &other) return;
            attempt([&] { c = std::move(*other.c); });
            m = std::move(other.model);
            other.model.clear();
            return require(other.c->empty(), "a moved-from container has elements");
        case 19: {
            auto values = std::move(c).extract();
            m.clear();
            require(c.empty(), "elements are left");
            if (&s != &other && in_.flip()) {
                attempt([&] { other.c->replace(std::move(values)); });
                other.model.clear();
                for (const auto& v : *other.c) other.model.push_back(record_of(v));
                return check(other);
            }
            attempt([&] { c.replace(std::move(values)); });
            for (const auto& v : c) m.push_back(record_of(v));
            return;
        }
        case 20:
            return attempt([&] { c.shrink_to_fit(); });
        case 21:
            if (in_.below(4) != 0) return;
            c.clear();
            return m.clear();
        default: {
            const unsigned n = in_.below(64);
            const int first = some_id();
            for (unsigned i = 0; i < n; ++i)
                insert(s, (first + static_cast<int>(i)) % static_cast<int>(ids_), 0);
        }
        }
    }

    void insert(subject& s, int id, unsigned how) {
        Container& c = *s.c;
        const auto k = keys::make(id);
        const auto at = in_model(s.model, id);
        const int payload = is_map ? ++payload_ : 0;
        if constexpr (is_map) {
            using mapped = mapped_traits<typename Container::mapped_type>;
            const auto value = mapped::make(payload);
            const auto [it, inserted] = attempt([&] {
                switch (how) {
                case 0:
                    return c.try_emplace(k, value);
                case 1:
                    return c.emplace(k, value);
                case 2:
                    return c.insert({k, value});
                case 3:
                    return c.emplace(std::piecewise_construct, std::forward_as_tuple(k),
                                     std::forward_as_tuple(value));
                default: // from an element that growth may move
                    if (c.empty() || at != s.model.end()) return c.try_emplace(k, value);
                    const auto made = c.try_emplace(k, c.begin()->second);
                    made.first->second = value;
                    return made;
                }
            });
            require(inserted == (at == s.model.end()), "an insertion disagrees with the model");
            require(keys::id(it->first) == id, "an insertion returned another element");
        } else {
            const bool inserted =
                attempt([&] { return how % 2 == 0 ? c.insert(k).second : c.emplace(k).second; });
            require(inserted == (at == s.model.end()), "an insertion disagrees with the model");
        }
        if (at == s.model.end()) s.model.emplace_back(id, payload);
    }

    void check(const subject& s) const {
        const std::string wrong = dense::contradiction(*s.c);
        require(wrong.empty(), wrong.c_str());
        require(std::equal(s.c->begin(), s.c->end(), s.model.begin(), s.model.end(),
                           [](const auto& v, const record& r) { return record_of(v) == r; }),
                "elements or their order differ from the model's");
        for (int id = 0; id < static_cast<int>(ids_) && id < 50; ++id) {
            const bool there = std::ranges::find(s.model, id, &record::first) != s.model.end();
            require(s.c->contains(keys::make(id)) == there, "contains() is wrong");
            if constexpr (transparent)
                require(s.c->contains(view_of(keys::make(id))) == there, "heterogeneous contains() is wrong");
        }
    }

    static auto in_model(model_type& m, int id) { return std::ranges::find(m, id, &record::first); }
    static void swap_out(model_type& m, typename model_type::iterator at) {
        *at = m.back();
        m.pop_back();
    }
    std::ptrdiff_t some_index(const model_type& m) {
        return static_cast<std::ptrdiff_t>(in_.below(static_cast<unsigned>(m.size())));
    }
    int some_id() { return static_cast<int>(in_.below(ids_)); }
    static record record_of(const typename Container::value_type& v) {
        return {elements<Container>::id_of(v), elements<Container>::payload_of(v)};
    }

    byte_source& in_;
    bool may_fail_;
    unsigned ids_ = 0;
    int payload_ = 0;
    fault planned_{};
    std::size_t survivors_ = 0;
    support::arena memory_, other_memory_;
    std::array<subject, 3> subjects_;
};

} // namespace fuzz
