#include <support/interleave/weakening.hpp>

#include <support/interleave/graph.hpp>
#include <support/interleave/report.hpp>

namespace support::interleave {
namespace {

std::vector<std::memory_order> one_step_weaker(const weakening& order) {
    using enum std::memory_order;
    switch (order.from) {
    case acquire:
    case release:
        return {relaxed};
    case acq_rel:
        return {acquire, release};
    case seq_cst:
        if (order.operation == "load" || order.operation == "modify (failed)") return {acquire};
        if (order.operation == "store") return {release};
        return {acq_rel};
    default:
        return {};
    }
}

} // namespace

std::string weakening::text() const {
    return file + ":" + std::to_string(line) + " " + operation + ": " + name_of(from) + " as " + name_of(to);
}

std::vector<weakened> weaken_each(const std::function<void(execution&)>& program, const std::string& file,
                                  options bounds) {
    bounds.note_orders = true;
    std::vector<weakened> changes;
    for (const weakening& order : explore(program, bounds).orders) {
        if (order.file != file) continue;
        for (const std::memory_order to : one_step_weaker(order)) {
            weakening change = order;
            change.to = to;
            bounds.change = change;
            changes.push_back({change, explore(program, bounds).failure});
        }
    }
    return changes;
}

std::vector<std::string> unnoticed(const std::vector<weakened>& changes) {
    std::vector<std::string> texts;
    for (const weakened& w : changes)
        if (!w.failure) texts.push_back(w.change.text());
    return texts;
}

} // namespace support::interleave
