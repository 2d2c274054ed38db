# Manual pages and completions, which the program itself writes from its table of flags, and where
# they are installed. Included where the target parallax is known.
set(generated ${CMAKE_CURRENT_BINARY_DIR}/generated)
file(MAKE_DIRECTORY ${generated})

# parallax_generate(FILE FOLDER ARGUMENT...): what `parallax ARGUMENT...` prints, as FOLDER/FILE.
set(PARALLAX_GENERATED "")
function(parallax_generate file folder)
  add_custom_command(OUTPUT ${generated}/${file} COMMAND parallax ${ARGN} > ${generated}/${file}
    DEPENDS parallax VERBATIM)
  install(FILES ${generated}/${file} DESTINATION ${folder} COMPONENT client)
  set(PARALLAX_GENERATED ${PARALLAX_GENERATED} ${generated}/${file} PARENT_SCOPE)
endfunction()

parallax_generate(parallax.1 ${CMAKE_INSTALL_MANDIR}/man1 man)
foreach(command compare analyze follow mcp)
  parallax_generate(parallax-${command}.1 ${CMAKE_INSTALL_MANDIR}/man1 man ${command})
endforeach()
parallax_generate(parallax ${CMAKE_INSTALL_DATADIR}/bash-completion/completions completion bash)
parallax_generate(_parallax ${CMAKE_INSTALL_DATADIR}/zsh/site-functions completion zsh)
parallax_generate(parallax.fish ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d completion fish)

add_custom_target(parallax_manual ALL DEPENDS ${PARALLAX_GENERATED})
