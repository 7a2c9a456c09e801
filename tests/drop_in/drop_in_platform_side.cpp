// Built without the drop-in: see drop_in_internal_users.cpp.

#include <functional>

#ifdef ARSENAL_DROP_IN
#error "this file is to be built without the drop-in"
#endif

using searcher = std::boyer_moore_searcher<const char32_t*>;

std::size_t size_on_the_platform_side();
searcher make_on_the_platform_side(const char32_t* first, const char32_t* last);

std::size_t size_on_the_platform_side() { return sizeof(searcher); }
searcher make_on_the_platform_side(const char32_t* first, const char32_t* last) {
    return searcher(first, last);
}
