#include <support/interleave/engine.hpp>
#include <support/interleave/memory_model.hpp>
#include <support/interleave/report.hpp>

#include <sstream>
#include <string_view>

// An execution, as people can read it.

namespace support::interleave {
const char* name_of(event_kind kind) {
    switch (kind) {
    case event_kind::construct:
        return "constructs";
    case event_kind::destroy:
        return "destroys";
    case event_kind::load:
    case event_kind::plain_load:
        return "loads";
    case event_kind::store:
    case event_kind::plain_store:
        return "stores";
    case event_kind::read_modify_write:
        return "modifies";
    case event_kind::fence:
        return "fence";
    case event_kind::choice:
        return "chance";
    case event_kind::queue:
        return "goes to sleep on";
    case event_kind::dequeue:
        return "gives up sleeping on";
    case event_kind::woken:
        return "wakes up";
    case event_kind::wake:
        return "wakes who sleeps on";
    }
    return "";
}

const char* name_of(std::memory_order order) {
    switch (order) {
    case std::memory_order::relaxed:
        return "relaxed";
    case std::memory_order::consume:
        return "consume";
    case std::memory_order::acquire:
        return "acquire";
    case std::memory_order::release:
        return "release";
    case std::memory_order::acq_rel:
        return "acq_rel";
    case std::memory_order::seq_cst:
        return "seq_cst";
    }
    return "";
}

std::string name_of_thread(int thread) {
    return thread == 0 ? "the main thread" : "thread " + std::to_string(thread);
}

std::string name_of_file(const std::source_location& site) {
    std::string_view file = site.file_name();
    if (const auto slash = file.rfind('/'); slash != file.npos) file.remove_prefix(slash + 1);
    return std::string(file);
}

namespace {

std::string at(const std::source_location& site) {
    if (site.line() == 0) return {};
    return "  [" + name_of_file(site) + ":" + std::to_string(site.line()) + "]";
}

} // namespace

std::string engine::name_of_object(event_id object) const {
    for (const auto& [named, text] : names_)
        if (named == object) return text;
    return "object " + std::to_string(object.thread) + "." + std::to_string(object.index);
}

std::string engine::describe(event_id id) const {
    const event& e = graph_[id];
    std::ostringstream out;
    out << name_of_thread(id.thread) << ": " << (e.light ? "light " : "") << name_of(e.kind);
    if (e.where.exists()) out << ' ' << name_of_object(e.where.object);
    if (e.kind == event_kind::fence || (e.is_atomic() && !e.where.is_queue()))
        out << " (" << name_of(e.order) << ')';
    const auto number = [](std::uint64_t value) { return std::to_string(static_cast<std::int64_t>(value)); };
    switch (e.kind) {
    case event_kind::construct:
    case event_kind::store:
    case event_kind::plain_store:
        out << " = " << number(e.written);
        break;
    case event_kind::load:
    case event_kind::plain_load:
        out << ": " << number(e.read);
        break;
    case event_kind::read_modify_write:
        out << " from " << number(e.read) << " to " << number(e.written);
        break;
    case event_kind::choice:
        out << ": " << number(e.read) << " of " << number(e.written);
        break;
    case event_kind::wake:
        for (int t = 1; t < max_threads; ++t)
            if ((e.written >> t & 1) != 0) out << ", " << name_of_thread(t);
        break;
    default:
        break;
    }
    out << at(e.site);
    return out.str();
}

std::string engine::describe(event_id id, const conflict& found) const {
    const char* what = "";
    switch (found.kind) {
    case conflict_kind::data_race:
        what = "a data race: neither of these happens before the other";
        break;
    case conflict_kind::use_after_destruction:
        what = "a use of what may have been destroyed";
        break;
    case conflict_kind::use_before_construction:
        what = "a use of what may not yet be there";
        break;
    }
    return std::string(what) + "\n    " + describe(found.other) + "\n    " + describe(id);
}

// The events in an order in which each comes after all that it depends on, where there is one.
std::string engine::report(const std::string& what) const {
    std::ostringstream out;
    out << what << '\n';
    constexpr int most_lines = 100;
    int lines = 0;
    std::array<std::size_t, max_threads> done{};
    for (bool forced = false; lines < most_lines;) {
        bool progress = false;
        bool left = false;
        for (std::size_t t = 0; t < done.size(); ++t)
            while (done[t] < graph_.threads[t].size()) {
                const event_id id{static_cast<std::int8_t>(t), static_cast<std::uint8_t>(done[t])};
                const event_id source = graph_[id].source;
                const bool ready = t == 0 || done[0] >= static_cast<std::size_t>(graph_.spawned_at);
                if (!ready || (!forced && source.exists() &&
                               done[static_cast<std::size_t>(source.thread)] <= source.index)) {
                    left = true;
                    break;
                }
                out << "    " << describe(id);
                if (graph_[id].reads() && !graph_[id].where.is_queue() && source.thread != id.thread)
                    out << "  <- " << name_of_thread(source.thread);
                out << '\n';
                if (++lines == most_lines) out << "    and so on\n";
                if (lines >= most_lines) break;
                ++done[t];
                progress = true;
                forced = false;
            }
        if (!left) break;
        forced = !progress;
    }
    for (int t = 1; t < max_threads; ++t) {
        const thread_state& state = threads_[static_cast<std::size_t>(t)];
        if (state.now == status::spinning)
            out << "    " << name_of_thread(t) << " goes round for ever" << at(state.site) << '\n';
        if (state.now == status::asleep)
            out << "    " << name_of_thread(t) << " sleeps for ever" << at(state.site) << '\n';
    }
    return out.str();
}

} // namespace support::interleave
