// Every lock and everything that is waited for, for as many seconds as are asked for: soak SECONDS

#include <sync/soak_waits.hpp>

#include <support/soak.hpp>

#include <arsenal/sync.hpp>

using support::make_soak_load;
using namespace sync_tests;

int main(int count, char** arguments) {
    const std::vector<support::soak_structure> structures{
        {"mutex", make_soak_load<soak_lock<arsenal::mutex>>},
        {"timed_mutex", make_soak_load<soak_lock<arsenal::timed_mutex>>},
        {"recursive_mutex", make_soak_load<soak_lock<held_twice<arsenal::recursive_mutex>>>},
        {"recursive_timed_mutex", make_soak_load<soak_lock<held_twice<arsenal::recursive_timed_mutex>>>},
        {"spinlock", make_soak_load<soak_lock<arsenal::spinlock>>},
        {"ticket_lock", make_soak_load<soak_lock<arsenal::ticket_lock>>},
        {"mcs_lock", make_soak_load<soak_lock<arsenal::mcs_lock>>},
        {"mcs_lock, node given", make_soak_load<soak_lock<with_node<arsenal::mcs_lock>>>},
        {"rw_spinlock", make_soak_load<soak_lock<arsenal::rw_spinlock>>},
        {"shared_mutex", make_soak_load<soak_lock<arsenal::shared_mutex>>},
        {"shared_mutex, mostly read", make_soak_load<soak_lock<arsenal::shared_mutex, 2048>>},
        {"shared_mutex, for readers",
         make_soak_load<soak_lock<arsenal::basic_shared_mutex<arsenal::preference::readers>, 8>>},
        {"pi_mutex", make_soak_load<soak_lock<arsenal::pi_mutex>>},
        {"binary_semaphore", make_soak_load<soak_lock<permit<arsenal::binary_semaphore>>>},
        {"auto_reset_event", make_soak_load<soak_lock<signal_to_one<arsenal::auto_reset_event>>>},
        {"condition_variable", make_soak_load<soak_queue>},
        {"counting_semaphore<3>", make_soak_load<soak_permits>},
        {"counting_semaphore", make_soak_load<soak_permits_for_all>},
        {"latch", make_soak_load<soak_latches>},
        {"barrier", make_soak_load<soak_barrier>},
        {"seqlock, many writers", make_soak_load<soak_seqlock<arsenal::seqlock_writers::many>>},
        {"seqlock, one writer", make_soak_load<soak_seqlock<arsenal::seqlock_writers::one>>},
        {"once_flag", make_soak_load<soak_once_flags>},
        {"event", make_soak_load<soak_event>},
    };
    return support::soak_main(structures, count, arguments);
}
