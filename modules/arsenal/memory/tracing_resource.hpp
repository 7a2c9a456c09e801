#pragma once

#include <arsenal/memory/detail/memory_misuse.hpp>
#include <arsenal/memory/memory_report.hpp>
#include <arsenal/memory/raw_resource.hpp>
#include <arsenal/platform/config.hpp>

#include <concepts>
#include <cstddef>
#include <memory_resource>
#include <string_view>

namespace arsenal::inline ARSENAL_ABI {

/// Books what goes through it to another resource under a tag of a report:
///
///   memory_report report;
///   tracing_resource for_cache(report, "cache"), for_parser(report, "parser");
///   std::pmr::unordered_map<int, std::pmr::string> cache(&for_cache);
///   ...
///   std::fputs(report.text().c_str(), stderr);
///
/// A tag for each data structure, or for each kind of request: resources of one tag write into one line.
///
/// When not to use it: if the sum alone is asked for, counting_resource is smaller. For several threads, put
/// each one that writes into the same report into a synchronized with the same mutex. The report and the
/// resource behind it outlive it. A dozen additions per call; exceptions are those of the resource behind it,
/// and std::bad_alloc for the tag.
template <raw_resource Upstream = std::pmr::memory_resource>
class tracing_resource final : public memory_resource_of<tracing_resource<Upstream>> {
public:
    tracing_resource(memory_report& report, std::string_view tag, Upstream& upstream)
        : report_(&report), usage_(&report.usage(tag)), upstream_(&upstream) {}
    tracing_resource(memory_report& report, std::string_view tag)
        requires std::same_as<Upstream, std::pmr::memory_resource>
        : tracing_resource(report, tag, *std::pmr::get_default_resource()) {}

    [[nodiscard]] void* allocate(std::size_t bytes, std::size_t alignment = alignof(std::max_align_t)) {
        failure_unless_given_out failure{*this};
        void* const p = upstream_->allocate(bytes, alignment);
        failure.given_out = true;
        report_->count_allocation(*usage_, bytes);
        return p;
    }
    [[nodiscard]] void* try_allocate(std::size_t bytes,
                                     std::size_t alignment = alignof(std::max_align_t)) noexcept
        requires trying_resource<Upstream>
    {
        void* const p = upstream_->try_allocate(bytes, alignment);
        if (p == nullptr)
            report_->count_failure(*usage_);
        else
            report_->count_allocation(*usage_, bytes);
        return p;
    }
    void deallocate(void* p, std::size_t bytes, std::size_t alignment = alignof(std::max_align_t)) noexcept {
        if constexpr (ARSENAL_HARDENING >= ARSENAL_HARDENING_FAST)
            if (!usage_->counts.covers(bytes)) [[unlikely]]
                detail::memory_misused(detail::misuse::surplus, "tracing_resource", p, bytes);
        upstream_->deallocate(p, bytes, alignment);
        report_->count_deallocation(*usage_, bytes);
    }
    bool owns(const void* p) const noexcept
        requires owning_resource<Upstream>
    {
        return upstream_->owns(p);
    }

    const memory_usage& usage() const noexcept { return *usage_; }
    Upstream& upstream() const noexcept { return *upstream_; }

private:
    struct failure_unless_given_out {
        tracing_resource& resource;
        bool given_out = false;
        ~failure_unless_given_out() {
            if (!given_out) resource.report_->count_failure(*resource.usage_);
        }
    };

    memory_report* report_;
    memory_usage* usage_;
    Upstream* upstream_;
};

} // namespace arsenal::inline ARSENAL_ABI
