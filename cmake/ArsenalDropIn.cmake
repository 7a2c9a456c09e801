# arsenal_drop_in(<dir>): arsenal::drop_in, which puts the shadow headers of <dir> ahead of the platform's,
# by a plain -I, and links what arsenal::headers links.
function(arsenal_drop_in dir)
  foreach(mode IN LISTS ARSENAL_HARDENING_MODES)
    set(target arsenal_drop_in_${mode})
    add_library(${target} INTERFACE)
    add_library(arsenal::drop_in_${mode} ALIAS ${target})
    target_include_directories(${target} BEFORE INTERFACE
      $<BUILD_INTERFACE:${dir}> $<INSTALL_INTERFACE:include/arsenal/drop_in>)
    target_link_libraries(${target} INTERFACE arsenal_headers_${mode})
    set_target_properties(${target} PROPERTIES EXPORT_NAME drop_in_${mode} EXPORT_NO_SYSTEM ON)
    _arsenal_keep(${target} ${mode})
  endforeach()
  add_library(arsenal::drop_in ALIAS arsenal_drop_in_${ARSENAL_HARDENING})
endfunction()
