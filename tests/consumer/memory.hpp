#pragma once

// Every name of arsenal.memory, used once by an outside program that has included or imported it.
namespace memory {

/// Gives out memory, writes it and takes it back.
inline bool serves(std::pmr::memory_resource& resource) {
    void* const p = resource.allocate(24, 8);
    std::memset(p, 1, 24);
    resource.deallocate(p, 24, 8);
    return true;
}

template <class Allocator>
bool fills(const Allocator& allocator) {
    std::vector<typename Allocator::value_type, Allocator> numbers(allocator);
    for (int i = 0; i != 100; ++i) numbers.push_back(i);
    return numbers.back() == 99;
}

inline bool resources_serve() {
    alignas(std::max_align_t) std::byte buffer[4096];
    arsenal::arena arena;
    arsenal::inline_arena<256> inline_arena;
    arsenal::stack_resource stack(buffer, sizeof buffer);
    arsenal::pool pool(64);
    arsenal::slab slab;
    arsenal::heap heap;
    arsenal::lock_free_pool shared_blocks(64, arsenal::lock_free_pool_options{});
    arsenal::huge_page_resource huge;
    arsenal::guard_resource guarded;
    std::vector<std::byte> region(1 << 16);
    arsenal::tlsf tlsf(region);
    arsenal::counting_resource counted(slab);
    arsenal::memory_report report;
    arsenal::tracing_resource traced(report, "traced", slab);
    arsenal::fallback first_the_buffer(stack, slab);
    arsenal::segregate by_size(64, pool, heap);
    arsenal::synchronized locked(slab);
    arsenal::thread_cache cached(shared_blocks, arsenal::thread_cache_options{});
    arsenal::resource_for<> chosen(arsenal::resource_options{});
    const arsenal::resource_ptr created = arsenal::create_resource(arsenal::strategy::latency);
    arsenal::pmr::monotonic_buffer_resource monotonic;
    arsenal::pmr::unsynchronized_pool_resource pools;
    arsenal::pmr::synchronized_pool_resource shared_pools;
    for (std::pmr::memory_resource* const resource :
         std::initializer_list<std::pmr::memory_resource*>{&arena,
                                                           &inline_arena,
                                                           &stack,
                                                           &pool,
                                                           &slab,
                                                           &heap,
                                                           &shared_blocks,
                                                           &huge,
                                                           &guarded,
                                                           &tlsf,
                                                           &counted,
                                                           &traced,
                                                           &first_the_buffer,
                                                           &by_size,
                                                           &locked,
                                                           &cached,
                                                           &chosen,
                                                           created.get(),
                                                           &monotonic,
                                                           &pools,
                                                           &shared_pools})
        if (!serves(*resource)) return false;
    const arsenal::tlsf_usage used = tlsf.usage();
    const arsenal::memory_counts& counts = counted.counts();
    const arsenal::memory_usage& usage = traced.usage();
    return counts.allocations == 1 && usage.counts.live_blocks == 0 &&
           report.text().find("traced") != std::string::npos && used.fragmentation() >= 0 &&
           huge.backing() <= arsenal::page_backing::plain;
}

inline bool allocators_fill() {
    arsenal::arena arena;
    arsenal::pool pool(64);
    arsenal::slab slab;
    arsenal::heap heap;
    arsenal::lock_free_pool shared_blocks(1024);
    arsenal::huge_page_resource huge;
    arsenal::guard_resource guarded;
    arsenal::stack_resource stack(1 << 16);
    std::vector<std::byte> region(1 << 16);
    arsenal::tlsf tlsf(region);
    arsenal::synchronized locked(slab);
    arsenal::thread_cache cached(locked);
    std::list<int, arsenal::stack_allocator<int>> in_reverse(stack);
    in_reverse.push_back(1);
    return arsenal::heap_library() != nullptr && fills(arsenal::allocator<int>()) &&
           fills(arsenal::aligned_allocator<int, 64>()) && arsenal::allocation_result<int*>{}.count == 0 &&
           fills(arsenal::resource_allocator<int, arsenal::slab>(slab)) &&
           fills(arsenal::arena_allocator<int>(arena)) && fills(arsenal::pool_allocator<int>(pool)) &&
           fills(arsenal::slab_allocator<int>(slab)) && fills(arsenal::heap_allocator<int>(heap)) &&
           fills(arsenal::lock_free_pool_allocator<int>(shared_blocks)) &&
           fills(arsenal::huge_page_allocator<int>(huge)) && fills(arsenal::guard_allocator<int>(guarded)) &&
           fills(arsenal::tlsf_allocator<int>(tlsf)) &&
           fills(arsenal::synchronized_allocator<int, arsenal::slab>(locked)) &&
           fills(arsenal::thread_cache_allocator<int, decltype(locked)>(cached));
}

static_assert(arsenal::raw_resource<arsenal::tlsf> && arsenal::trying_resource<arsenal::tlsf> &&
              arsenal::owning_resource<arsenal::tlsf>);
static_assert(std::is_base_of_v<arsenal::memory_resource_of<arsenal::slab>, arsenal::slab>);

struct node : arsenal::reference_counted<node> {
    int value = 7;
};
struct local_node : arsenal::reference_counted<local_node, arsenal::local_counter> {};
struct shared_node : arsenal::reference_counted<shared_node, arsenal::atomic_counter> {};
struct base {
    virtual ~base() = default;
};
struct derived : base, arsenal::enable_local_shared_from_this<derived> {};

inline bool pointers_point() {
    const arsenal::intrusive_ptr<node> counted = arsenal::make_intrusive<node>();
    const arsenal::adopt_object_t& with_its_owner = arsenal::adopt_object;
    const arsenal::intrusive_ptr adopted(arsenal::make_intrusive<local_node>().detach(),
                                         arsenal::adopt_object);
    const arsenal::intrusive_ptr shared_by_threads(arsenal::make_intrusive<shared_node>().detach(),
                                                   with_its_owner);
    const std::allocator<int> memory;
    const auto made = arsenal::make_local_shared<derived>();
    const arsenal::local_shared_ptr<base> as_base = made;
    const arsenal::local_weak_ptr<derived> weak = made->weak_from_this();
    const auto with_deleter = arsenal::local_shared_ptr<int>(new int(1), std::default_delete<int>());
#if defined(__cpp_rtti)
    if (arsenal::dynamic_pointer_cast<derived>(as_base) != made) return false;
#endif
    arsenal::object_pool<int> objects;
    const auto object = objects.make(5);
    int number = 3;
    arsenal::offset_ptr<int> offset = &number;
    const arsenal::tagged_ptr<int, 2> tagged(&number, 3);
    return counted->value == 7 && adopted && shared_by_threads &&
           *arsenal::allocate_local_shared<int>(memory, 4) == 4 &&
           arsenal::allocate_local_shared_for_overwrite<int>(memory) &&
           arsenal::make_local_shared_for_overwrite<int>() && !weak.expired() &&
           arsenal::static_pointer_cast<derived>(as_base) == made &&
           arsenal::const_pointer_cast<int>(arsenal::make_local_shared<const int>(1)) &&
           arsenal::reinterpret_pointer_cast<char>(with_deleter) &&
           arsenal::get_deleter<std::default_delete<int>>(with_deleter) != nullptr && *object == 5 &&
           *offset == 3 && tagged.tag() == 3 && tagged.pointer() == &number;
}

inline bool objects_live() {
    static_assert(arsenal::is_trivially_relocatable<int>::value && arsenal::is_trivially_relocatable_v<int> &&
                  arsenal::is_nothrow_relocatable_v<std::string>);
    using text = std::string;
    std::allocator<text> memory;
    text* const p = memory.allocate(4);
    text* const q = memory.allocate(4);
    text from[] = {"a", "b"};
    arsenal::construct_at(p, "x");
    arsenal::destroy_at(p);
    arsenal::uninitialized_copy(from, from + 2, p);
    arsenal::destroy(p, p + 2);
    arsenal::uninitialized_copy_n(from, 2, p);
    arsenal::destroy_n(p, 2);
    arsenal::uninitialized_default_construct(p, p + 2);
    arsenal::destroy_n(p, 2);
    arsenal::uninitialized_default_construct_n(p, 2);
    arsenal::destroy_n(p, 2);
    arsenal::uninitialized_value_construct(p, p + 2);
    arsenal::destroy_n(p, 2);
    arsenal::uninitialized_value_construct_n(p, 2);
    arsenal::destroy_n(p, 2);
    arsenal::uninitialized_fill(p, p + 2, from[0]);
    arsenal::destroy_n(p, 2);
    arsenal::uninitialized_fill_n(p, 2, from[0]);
    arsenal::uninitialized_move(p, p + 2, q);
    arsenal::destroy_n(q, 2);
    arsenal::uninitialized_move_n(p, 2, q);
    arsenal::destroy_n(q, 2);
    arsenal::uninitialized_relocate(p, p + 2, q);
    arsenal::uninitialized_relocate_n(q, 2, p);
    arsenal::uninitialized_relocate_backward(p, p + 2, q + 2);
    arsenal::relocate_at(q, p);
    const text last = arsenal::relocate(p);
    arsenal::destroy_at(q + 1);

    namespace ranges = arsenal::ranges;
    const std::span<text> target(p, 2);
    ranges::construct_at(p, "x");
    ranges::destroy_at(p);
    ranges::uninitialized_copy(from, target);
    ranges::destroy(target);
    ranges::uninitialized_copy_n(from, 2, p, p + 2);
    ranges::destroy_n(p, 2);
    ranges::uninitialized_default_construct(target);
    ranges::destroy(target);
    ranges::uninitialized_default_construct_n(p, 2);
    ranges::destroy(target);
    ranges::uninitialized_value_construct(target);
    ranges::destroy(target);
    ranges::uninitialized_value_construct_n(p, 2);
    ranges::destroy(target);
    ranges::uninitialized_fill(target, from[0]);
    ranges::destroy(target);
    ranges::uninitialized_fill_n(p, 2, from[0]);
    ranges::uninitialized_move(target, std::span<text>(q, 2));
    const bool moved = q[0] == from[0];
    ranges::destroy_n(q, 2);
    ranges::uninitialized_move_n(p, 2, q, q + 2);
    ranges::destroy_n(q, 2);
    ranges::destroy(target);
    memory.deallocate(p, 4);
    memory.deallocate(q, 4);

    alignas(int) std::byte raw[sizeof(int) * 2] = {};
    return moved && last.size() <= 1 && *arsenal::start_lifetime_as<int>(raw) == 0 &&
           arsenal::start_lifetime_as_array<int>(raw, 2)[1] == 0;
}

inline bool bytes_are_found() {
    namespace mem = arsenal::mem;
    const std::string said = "the same arena as before";
    const auto text = std::as_bytes(std::span(said));
    std::vector<std::byte> copy(said.size());
    mem::copy(copy, text);
    mem::move(copy, text);
    mem::stream_copy(copy, text);
    const bool same = mem::compare(copy, text) == 0 && !mem::mismatch(copy, text);
    mem::reverse_copy(copy, text);
    mem::prefetch<mem::access::read, mem::locality::low>(copy.data());
    const bool reversed = copy.front() == text.back();
    mem::set(copy, std::byte{1});
    mem::zero_secure(copy);
    return same && reversed && mem::count(copy, std::byte{0}) == copy.size() &&
           mem::find(text, std::byte{'t'}) == 0u && mem::find_last(text, std::byte{'e'}) == said.size() - 1 &&
           mem::find_any(text, mem::byte_set("xyzm")) == 6u &&
           mem::search(text, std::as_bytes(std::span("arena", 5))) == 9u;
}

inline bool pages_are_mapped() {
    arsenal::mapping pages(arsenal::page_size(), arsenal::mapping_options{});
    pages.bytes()[0] = std::byte{1};
    arsenal::protect(pages.data(), pages.size(), arsenal::page_access::read);
    arsenal::aligned_buffer<int> buffer(16);
    return arsenal::advise(pages.data(), pages.size(), arsenal::page_advice::will_need) &&
           pages.bytes()[0] == std::byte{1} && buffer.size() == 16;
}

inline bool works() {
    return resources_serve() && allocators_fill() && pointers_point() && objects_live() &&
           bytes_are_found() && pages_are_mapped();
}

} // namespace memory
