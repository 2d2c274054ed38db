#include "client/help.h"

#include "server/service/server.h"

namespace parallax::client {
namespace {

constexpr char kOverview[] =
    R"(parallax compares how several reports of one event frame it: which facts they share, how far
each stands behind them, and where their words part ways. Every flag quotes the words it rests on.

Usage:
  parallax compare FILE FILE...     what two or more reports share and how each frames it
  parallax analyze FILE             what one report claims, and on whose word
  parallax follow FOLDER            compares reports as they appear in a folder
  parallax help COMMAND             more about a command

Try it:
  parallax compare wire.txt tabloid.html
  parallax compare --min-severity=high *.txt
  parallax analyze tabloid.html

By itself parallax needs no server and no network. With --server=HOST:PORT it asks a parallaxd.

Files are plain text, HTML pages or JSON; "-" is standard input. What a file may say about itself
(outlet, time of publication): parallax help compare.

Exit codes: 0 done; 1 the server said no or did not answer; 2 wrong usage or unreadable input.
)";

constexpr char kCompare[] =
    R"(parallax compare [FLAGS] FILE FILE...
parallax compare [FLAGS] --request=FILE

Shows the facts that the reports share, with who carries them and how far each stands behind them,
then the differences, gravest first, with the words of each report. Text and HTML leave out facts
of a confidence under 0.55 on which no difference rests: they often mix two. JSON has all.

Examples:
  parallax compare wire.txt tabloid.html broadsheet.html
  parallax compare --kinds=commitment,quotation,quantity wire.txt tabloid.html
  parallax compare --outlet="Daily Beacon" --published=2023-03-16 copy.txt wire.txt
  curl -s https://news.example/story | parallax compare --outlet=Example - wire.txt
  parallax compare --format=html a.txt b.txt > differences.html
  parallax compare --format=json a.txt b.txt | jq '.differences[] | {kind, explanation}'
  parallax compare --server=localhost:7340 a.txt b.txt

Files:
  Told by what is in them, whatever they are called:
  text             The first line is the headline, the rest the article, unless that line reads like
                   the article's beginning. In front of them may stand a few lines about the report,
                   closed by an empty line:
                     Outlet: Northline News Agency
                     Published: 2023-03-15 14:10
                   Known are Outlet, Published, Headline, URL, Language and Id.
  Markdown         As its reader sees it; a heading that stands first is the headline.
  HTML             A page as saved or fetched. The article is found in it; navigation, captions,
                   comments and the like are left out. Outlet and time are what the page says.
  Word (.docx)     The paragraphs; one of the style Title is the headline.
  JSON             One parallax.v1.Report message in proto3 JSON.
  Of other kinds (a PDF, an image, mail, a feed) the error says what to do. What is doubtful in how
  a report was read is said in front of the answer, as a warning.
  A report that names no outlet is shown under its file's name.

About the report that is named next:
  --outlet=NAME            who published it
  --published=TIME         2023-03-15, "2023-03-15 14:10" or 2023-03-15T14:10:00+01:00; UTC unless
                           it says otherwise. Words like "on Wednesday" are read against it
  --headline=TEXT          its headline

What to show:
  --kinds=KIND,...         only these: commitment, polarity, attribution, reporting-verb, quantity,
                           time, place, cause, label, wording, scare-quotes, quotation, agency,
                           omission, prominence
  --min-severity=SEVERITY  low, medium or high
  --min-confidence=NUMBER  from 0 to 1
  --context                the whole sentence around the words that a difference rests on
)";

constexpr char kAnalyze[] =
    R"(parallax analyze [FLAGS] FILE
parallax analyze [FLAGS] --request=FILE

Shows a report sentence by sentence, with what each claims, how far the report stands behind it
(from +3, certainly so, to -3, certainly not) and whom it gives it to.

Examples:
  parallax analyze tabloid.html
  parallax analyze --outlet=Example - < copy.txt
  parallax analyze --format=json wire.txt | jq '.analysis.claims[] | [.commitment, .span.text]'

Files and the flags about them are those of compare: parallax help compare.
)";

constexpr char kFollow[] =
    R"(parallax follow [FLAGS] FOLDER

Compares the reports in a folder, again whenever one appears, changes or goes away, and shows the
differences that are new. Ends on Ctrl-C.

Examples:
  parallax follow ~/stories/embassy
  parallax follow --min-severity=high --server=localhost:7340 ~/stories/embassy
  parallax follow --once --format=jsonl ~/stories/embassy

  --once                   end when all that is in the folder has been answered

Files are those of compare: parallax help compare. Those whose names begin with a dot are left
alone, and so are endings other than .txt, .text, .md, .html, .htm, .xhtml and .json.
)";

constexpr char kCommon[] = R"(
Input and output:
  --request=FILE           the whole request as proto3 JSON, in place of files; "-": standard input
  --format=FORMAT          text   for a person at a terminal (the default)
                           json   the response message as proto3 JSON
                           html   one page that needs no other file
                           jsonl  for many requests, one a line: a line for each, the response or
                                  {"error": ...}
  --encoding=UNIT          what offsets in JSON count: utf8 bytes (the default), utf16 units
                           (JavaScript, Java), utf32 code points (Python)
  --view=full              JSON with the analysis of each report
  --color=WHEN             auto (the default; heeds NO_COLOR), always or never
  --width=COLUMNS          of the text, if not those of the terminal

Service:
  --server=HOST:PORT       ask this parallaxd; without it the work is done right here
  --tls, --ca=FILE         speak TLS, trusting the system's authorities or those of the PEM file
  --cert=FILE --key=FILE   show this certificate
  --timeout=TIME           give up after so many seconds, or 90s, 2m (60 unless given)

Flags may stand anywhere, as --flag=value or --flag value; after -- all is files.
)";

}  // namespace

std::string HelpText(Command topic) {
  switch (topic) {
    case Command::kCompare:
      return std::string(kCompare) + kCommon;
    case Command::kAnalyze:
      return std::string(kAnalyze) + kCommon;
    case Command::kFollow:
      return std::string(kFollow) + kCommon;
    case Command::kHelp:
    case Command::kVersion:
      break;
  }
  return kOverview;
}

std::string VersionText() {
  return "parallax " PARALLAX_VERSION ", model " + service::ModelId() + "\n";
}

}  // namespace parallax::client
