# What `cmake --install` puts down: both programs, the .proto files, and the libraries with their
# headers for other CMake projects (find_package(parallax), parallax::service and so on); the HTTP
# port is the server program's alone. Included when every target is known. The components client and
# server are what packages hold; development is all the rest.
include(CMakePackageConfigHelpers)

set(PARALLAX_INCLUDE ${CMAKE_INSTALL_INCLUDEDIR}/parallax)
set(PARALLAX_CMAKE ${CMAKE_INSTALL_LIBDIR}/cmake/parallax)

set(exported proto grpc health_proto base models lexicon text encoder language values claims
  attribution commitment entities analysis alignment framing engine api service)
foreach(name IN LISTS exported)
  set(target parallax_${name})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  target_compile_features(${target} INTERFACE cxx_std_20)

  # The source and build folders mean nothing to who uses the installed package, and the project's
  # own warnings are none of their business.
  get_target_property(folders ${target} INTERFACE_INCLUDE_DIRECTORIES)
  if(NOT folders)
    set(folders "")
  endif()
  list(TRANSFORM folders REPLACE "^(/.*)$" "$<BUILD_INTERFACE:\\1>")
  set_target_properties(${target} PROPERTIES INTERFACE_INCLUDE_DIRECTORIES
    "${folders};$<INSTALL_INTERFACE:${PARALLAX_INCLUDE}>")
  get_target_property(libraries ${target} INTERFACE_LINK_LIBRARIES)
  if(libraries)
    list(REMOVE_ITEM libraries "$<LINK_ONLY:parallax_settings>")
    set_target_properties(${target} PROPERTIES INTERFACE_LINK_LIBRARIES "${libraries}")
  endif()

  install(TARGETS ${target} EXPORT parallaxTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}/parallax
    COMPONENT development)
endforeach()

install(TARGETS parallax RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT client)
install(TARGETS parallaxd RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT server)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/proto/ DESTINATION ${CMAKE_INSTALL_DATADIR}/parallax/proto
  COMPONENT development FILES_MATCHING PATTERN "*.proto" PATTERN "openapi.json" PATTERN "*.schema.json")
install(DIRECTORY ${PROJECT_SOURCE_DIR}/server DESTINATION ${PARALLAX_INCLUDE}
  COMPONENT development FILES_MATCHING PATTERN "*.h" PATTERN internal EXCLUDE PATTERN server/http EXCLUDE)
install(DIRECTORY ${PROJECT_BINARY_DIR}/proto/gen/ DESTINATION ${PARALLAX_INCLUDE}
  COMPONENT development FILES_MATCHING PATTERN "*.h")

install(EXPORT parallaxTargets NAMESPACE parallax:: DESTINATION ${PARALLAX_CMAKE}
  COMPONENT development)
configure_package_config_file(${PROJECT_SOURCE_DIR}/deploy/cmake/parallaxConfig.cmake.in
  ${PROJECT_BINARY_DIR}/parallaxConfig.cmake INSTALL_DESTINATION ${PARALLAX_CMAKE})
# Before 1.0 any minor version may change the C++ interfaces; the API keeps its own promises.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/parallaxConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/parallaxConfig.cmake ${PROJECT_BINARY_DIR}/parallaxConfigVersion.cmake
  ${PROJECT_SOURCE_DIR}/deploy/cmake/FindCLD2.cmake DESTINATION ${PARALLAX_CMAKE}
  COMPONENT development)
