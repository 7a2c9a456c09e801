#include <arsenal/memory/resource_for.hpp>

#include <memory>
#include <memory_resource>
#include <new>

namespace arsenal::inline ARSENAL_ABI {

namespace {

template <class Resource>
struct give_back {
    std::pmr::memory_resource* upstream;

    void operator()(void* p) const noexcept { upstream->deallocate(p, sizeof(Resource), alignof(Resource)); }
};

template <class Resource>
void end(std::pmr::memory_resource* resource) noexcept {
    auto* const ended = static_cast<Resource*>(resource);
    const std::unique_ptr<void, give_back<Resource>> memory(ended, {ended->upstream_resource()});
    ended->~Resource();
}

template <class Resource>
resource_ptr create(const resource_options& options) {
    std::unique_ptr<void, give_back<Resource>> memory(
        options.upstream->allocate(sizeof(Resource), alignof(Resource)), {options.upstream});
    resource_ptr made(::new (memory.get()) Resource(options), {end<Resource>});
    static_cast<void>(memory.release());
    return made;
}

} // namespace

resource_ptr create_resource(strategy chosen, const resource_options& options) {
    switch (chosen) {
    case strategy::latency:
        return create<resource_for<strategy::latency>>(options);
    case strategy::minimal_memory:
        return create<resource_for<strategy::minimal_memory>>(options);
    case strategy::maximal_speed:
        return create<resource_for<strategy::maximal_speed>>(options);
    case strategy::balanced:
    case strategy::throughput:
        break;
    }
    return create<resource_for<strategy::balanced>>(options);
}

} // namespace arsenal::inline ARSENAL_ABI
