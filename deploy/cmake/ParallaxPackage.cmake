# What CPack makes two Debian packages of: parallax from the component client, parallax-server from
# the component server. Included last; deploy/deb/build runs it, deploy/deb/test tries the result.
set(DEB ${PROJECT_SOURCE_DIR}/deploy/deb)

# The changelog says which version it is; a release that it does not tell of is none.
file(STRINGS ${DEB}/changelog latest LIMIT_COUNT 1)
if(NOT latest MATCHES "^parallax \\(${PROJECT_VERSION}-([0-9]+)\\) ")
  message(FATAL_ERROR "deploy/deb/changelog does not begin with version ${PROJECT_VERSION}: ${latest}")
endif()
set(CPACK_DEBIAN_PACKAGE_RELEASE ${CMAKE_MATCH_1})

# The unit as for /usr/local, but for the place of the program.
file(READ ${PROJECT_SOURCE_DIR}/deploy/systemd/parallaxd.service unit)
string(REPLACE "/usr/local/bin/" "/usr/bin/" packaged_unit "${unit}")
if(packaged_unit STREQUAL unit)
  message(FATAL_ERROR "deploy/systemd/parallaxd.service does not name /usr/local/bin")
endif()
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/deb/parallaxd.service CONTENT "${packaged_unit}" @ONLY)

# Left out of `cmake --install`, which leaves a machine's own folders alone.
function(parallax_package_file component file folder name)
  install(FILES ${file} DESTINATION ${folder} RENAME ${name} COMPONENT ${component} EXCLUDE_FROM_ALL)
endfunction()
parallax_package_file(server ${PROJECT_BINARY_DIR}/deb/parallaxd.service /lib/systemd/system parallaxd.service)
parallax_package_file(server ${DEB}/server/parallaxd.default /etc/default parallaxd)
parallax_package_file(server ${DEB}/server/parallaxd.sysusers /usr/lib/sysusers.d parallaxd.conf)
parallax_package_file(server ${PROJECT_SOURCE_DIR}/deploy/OPERATING.md /usr/share/doc/parallax-server OPERATING.md)
parallax_package_file(server ${PROJECT_SOURCE_DIR}/SECURITY.md /usr/share/doc/parallax-server SECURITY.md)
foreach(pair client:parallax server:parallax-server)
  string(REPLACE ":" ";" pair ${pair})
  list(GET pair 0 component)
  list(GET pair 1 package)
  parallax_package_file(${component} ${DEB}/copyright /usr/share/doc/${package} copyright)
  parallax_package_file(${component} ${DEB}/changelog /usr/share/doc/${package} changelog.Debian)
  parallax_package_file(${component} ${PROJECT_SOURCE_DIR}/NOTICE /usr/share/doc/${package} NOTICE)
endforeach()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME parallax)
set(CPACK_PACKAGE_VENDOR Parallax)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")  # each package has its own
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_SET_DESTDIR ON)  # else what goes into /etc and /lib would go into the machine's own
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE
  GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PRE_BUILD_SCRIPTS ${DEB}/finish.cmake)

set(CPACK_COMPONENTS_ALL client server)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "Parallax maintainers <maintainers@parallax.example>")
set(CPACK_DEBIAN_PACKAGE_SOURCE parallax)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_CLIENT_PACKAGE_NAME parallax)
set(CPACK_DEBIAN_CLIENT_PACKAGE_SECTION text)
set(CPACK_DEBIAN_CLIENT_PACKAGE_SUGGESTS parallax-server)
set(CPACK_DEBIAN_CLIENT_DESCRIPTION "compares how several news reports of one event frame it
Shows an editor which facts several English reports of one event share, how
far each report stands behind them, and where their words part ways, with the
words quoted from each. It reads text, Markdown, web pages, Word files and the
items of news agencies, and writes for a terminal, a browser, a table or a
program.
.
It works offline, by itself or with the server of the package parallax-server.")
set(CPACK_DEBIAN_SERVER_PACKAGE_NAME parallax-server)
set(CPACK_DEBIAN_SERVER_PACKAGE_SECTION net)
# For the user, which postinst has made, and for the unit's /bin/kill.
set(CPACK_DEBIAN_SERVER_PACKAGE_DEPENDS "procps, systemd | systemd-standalone-sysusers | systemd-sysusers")
set(CPACK_DEBIAN_SERVER_PACKAGE_SUGGESTS "parallax, haproxy")
set(CPACK_DEBIAN_SERVER_PACKAGE_CONTROL_EXTRA
  ${DEB}/server/conffiles ${DEB}/server/postinst ${DEB}/server/prerm ${DEB}/server/postrm)
set(CPACK_DEBIAN_SERVER_DESCRIPTION "server that compares how news reports of one event frame it
parallaxd answers over gRPC, and as JSON over HTTP where it is told to, which
facts several English reports share, how far each report stands behind them,
and where their words part ways, with the words quoted from each.
.
It needs no network, no database and no other service, and writes no file. The
unit listens on loopback alone until /etc/default/parallaxd says otherwise.")
include(CPack)
