// A server's loop that asks the heap for nothing: what a request needs lives in an arena, which is reset
// before the next one. After the first requests the arena has a block that is large enough, and keeps it.
// counting_resource, between the arena and the heap, proves it.

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory_resource>
#include <string>
#include <string_view>

import arsenal.memory;

namespace {

using arsenal::arena;

template <class T>
using allocator = arsenal::arena_allocator<T>;
using text = std::basic_string<char, std::char_traits<char>, allocator<char>>;
using parameters = std::map<text, text, std::less<>, allocator<std::pair<const text, text>>>;

/// The parameters of "path?name=value&name=value".
parameters parse(std::string_view request, arena& memory) {
    parameters found(memory);
    request.remove_prefix(std::min(request.find('?'), request.size()));
    while (!request.empty()) {
        request.remove_prefix(1); // the '?' or '&'
        const std::string_view pair = request.substr(0, request.find('&'));
        const std::string_view name = pair.substr(0, pair.find('='));
        const std::string_view value = pair.size() > name.size() ? pair.substr(name.size() + 1) : "";
        found.emplace(text(name, memory), text(value, memory));
        request.remove_prefix(pair.size());
    }
    return found;
}

/// The answer, and a good deal of memory used for it.
std::size_t answer(std::string_view request, arena& memory) {
    const parameters found = parse(request, memory);
    text page("<ul>", memory);
    for (const auto& [name, value] : found) {
        page += "<li>";
        page += name;
        page += " is ";
        page += value;
        page += "</li>";
    }
    page += "</ul>";
    return page.size();
}

} // namespace

int main() {
    constexpr std::string_view requests[] = {
        "/search?query=how+much+memory+does+a+request+need&language=en&results=20",
        "/cart?item=a-rather-long-name-of-an-item&count=3&voucher=2026-thanksgiving-week",
        "/",
        "/login?name=somebody@example.org&remember=yes&return_to=/account/orders/of/last/year",
    };
    arsenal::counting_resource heap(*std::pmr::new_delete_resource());
    arena memory(&heap);

    std::size_t sent = 0;
    const auto serve = [&](int rounds) {
        for (int round = 0; round != rounds; ++round)
            for (const std::string_view request : requests) {
                sent += answer(request, memory);
                memory.reset();
            }
    };
    serve(1);
    const auto after_warm_up = heap.counts().allocations;
    serve(100'000);

    std::printf("%zu bytes sent; the heap was asked %llu times while warming up, %llu times since\n", sent,
                static_cast<unsigned long long>(after_warm_up),
                static_cast<unsigned long long>(heap.counts().allocations - after_warm_up));
    return heap.counts().allocations == after_warm_up ? EXIT_SUCCESS : EXIT_FAILURE;
}
