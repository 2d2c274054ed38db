# Run by CPack between the files laid out and the packages made, for what Debian does otherwise than
# `cmake --install`: manual pages and changelogs compressed, completions of packages where its zsh
# looks for them.
file(GLOB_RECURSE plain
  ${CPACK_TEMPORARY_DIRECTORY}/*/usr/share/man/*.[1-9]
  ${CPACK_TEMPORARY_DIRECTORY}/*/usr/share/doc/*/changelog.Debian)
if(NOT plain)
  message(FATAL_ERROR "no manual pages and no changelogs under ${CPACK_TEMPORARY_DIRECTORY}")
endif()
execute_process(COMMAND gzip --best --no-name --force ${plain} COMMAND_ERROR_IS_FATAL ANY)

set(zsh ${CPACK_TEMPORARY_DIRECTORY}/client/usr/share/zsh)
file(RENAME ${zsh}/site-functions ${zsh}/vendor-completions)
