# parallaxd --help | awk -v version=VERSION -f deploy/manual.awk: the manual page of parallaxd. What
# the help begins with becomes its description, every flag an option.

# Text that roff shows as it is, with hyphens that can be copied.
function plain(text) {
  gsub(/\\/, "\\e", text)
  gsub(/-/, "\\-", text)
  gsub(/"/, "\\(dq", text)
  sub(/^['.]/, "\\\\\\&&", text)
  return text
}

function section(title) { print ".SH " title }

# "--port (Port to listen on.); default: 7340;", as put together from its lines.
function option(text, name, value) {
  name = substr(text, 1, index(text, " ") - 1)
  value = text
  sub(/.*\); default: */, "", value)
  sub(/;$/, "", value)
  sub(/^[^(]*\(/, "", text)
  sub(/\); default: [^;]*;$/, "", text)
  print ".TP\n.B " plain(name)
  print plain(text)
  if (value != "" && value != "\"\"") print "Unless given: " plain(value) "."
  ++options
}

BEGIN {
  print ".TH PARALLAXD 8 \"\" \"Parallax " version "\" \"System Administration\""
  section("NAME")
  print "parallaxd \\- serves comparisons of news reports over gRPC and HTTP"
  section("SYNOPSIS")
  print ".B parallaxd\n[\\fB\\-\\-\\fIflag\\fB=\\fIvalue\\fR ...]"
  section("DESCRIPTION")
}

# The first line is the program's name and what it serves.
NR == 1 { sub(/^parallaxd: /, ""); print "It " plain($0); next }
/^  Flags from / { in_flags = 1; section("OPTIONS"); next }
/^Try --helpfull/ { if (flag != "") option(flag); flag = ""; exit }

in_flags && /^    --/ { if (flag != "") option(flag); flag = substr($0, 5); next }
in_flags { sub(/^ +/, ""); if ($0 != "") flag = flag " " $0; next }

/^  / { print (in_example ? "" : ".nf\n") plain(substr($0, 3)); in_example = 1; next }
/^$/ { print (in_example ? ".fi\n" : "") ".PP"; in_example = 0; next }
{ print plain($0) }

END {
  if (options == 0) {
    print "manual.awk: no flags in what was read" >"/dev/stderr"
    exit 1
  }
  section("FILES")
  print ".TP\n.I /etc/default/parallaxd"
  print "PARALLAX_FLAGS, the flags that the systemd unit adds to its own."
  section("\"SEE ALSO\"")
  print ".BR parallax (1),\n.BR systemctl (1)"
}
