# Read at the start of ninja's own project (CMAKE_PROJECT_ninja_INCLUDE), which knows nothing of Arsenal: all its targets
# get the drop-in, and what is linked is looked at.
set(ARSENAL_MODULES OFF CACHE BOOL "" FORCE)
add_subdirectory(${ARSENAL_SOURCE} arsenal EXCLUDE_FROM_ALL)
link_libraries(arsenal::drop_in)
cmake_language(DEFER CALL arsenal_check_mix ninja)
cmake_language(DEFER CALL arsenal_check_mix ninja_test)
