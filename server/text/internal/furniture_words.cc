#include "server/text/internal/furniture_words.h"

#include <cstddef>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

// The bytes of data/furniture.txt, put here by the build.
extern "C" const char parallax_furniture_phrases[];
extern "C" const char parallax_furniture_phrases_end[];

namespace parallax::text::internal {
namespace {

using Words = absl::flat_hash_set<absl::string_view>;

Words Split(absl::string_view words, char separator = ' ') {
  return Words(absl::StrSplit(words, separator, absl::SkipEmpty()));
}

constexpr absl::string_view kRelatedHeadings =
    "related|related stories|related articles|related story|related article|related content|"
    "related coverage|related links|related news|related posts|more stories|more on this story|"
    "more on this topic|more on this|more from this section|more news|more coverage|most read|"
    "most popular|most viewed|most shared|most commented|trending|trending now|trending stories|"
    "editors picks|editors choice|recommended|recommended for you|recommended stories|"
    "recommended reading|you may also like|you might also like|you may be interested in|"
    "you might be interested in|dont miss|up next|read next|what to read next|top stories|"
    "latest news|latest stories|latest headlines|also on the web|from around the web|"
    "around the web|elsewhere on the web|also of interest|in case you missed it|must reads|"
    "popular now|popular stories|whats trending|promoted stories|sponsored stories|"
    "stories from the web|more top stories|in other news";

constexpr absl::string_view kAdvertisements =
    "ad|ads|advert|advertisement|advertisements|advertising|sponsored|sponsored content|promoted|"
    "promoted content|paid content|story continues below advertisement|"
    "article continues below advertisement|article continues after advertisement|"
    "story continues after advertisement|advertisement continue reading below|"
    "advertisement story continues below|advertisement continue reading the main story|"
    "continue reading the main story|skip advertisement|report this ad|advertisement skip|"
    "continues below|story continues below|article continues below|scroll for more|ad feedback";

constexpr absl::string_view kNavigation =
    "menu|search|home|close|next|previous|prev|next article|previous article|next story|"
    "previous story|next post|previous post|back to top|skip to content|skip to main content|"
    "skip to navigation|skip links|site index|site map|sitemap|about us|contact us|contact|"
    "privacy policy|privacy|terms of use|terms of service|terms and conditions|cookie policy|"
    "help|faq|loading|loading comments|newsfeed|news feed|sections|more sections|topics|"
    "accessibility|accessibility links|advertise|advertise with us|careers|jobs|archive|archives|"
    "all sections|navigation|toggle navigation|toggle menu|expand|collapse|view all|see all|"
    "show more|load more|see more|view more|learn more|full screen|fullscreen|play|pause|"
    "play video|replay|autoplay|mute|unmute|settings";

constexpr absl::string_view kSections =
    "news|politics|world|us|u s|uk|business|sport|sports|opinion|opinions|entertainment|"
    "technology|tech|health|science|lifestyle|travel|culture|local|local news|breaking|"
    "breaking news|national|international|world news|us news|uk news|national news|economy|"
    "markets|money|education|environment|arts|weather|obituaries|editorial|analysis|"
    "latest|featured|featured stories|the latest|live updates|us politics|americas|europe|asia|"
    "africa|middle east|north america|us canada|celebrity|showbiz|crime|elections|election 2016";

constexpr absl::string_view kAccounts =
    "sign up|sign in|signin|signup|log in|login|log out|logout|register|my account|subscribe|"
    "subscribe now|subscriptions|newsletter|newsletters|email newsletters|free newsletter|"
    "sign up now|join now|donate|donate now|support us|become a member|membership|get the app|"
    "log in or register|login or register|sign in or register|sign in or sign up|"
    "log in or sign up|log in register|login register|sign in register|sign in join|"
    "already a subscriber|manage subscription|your account";

constexpr absl::string_view kComments =
    "comments|comment|view comments|show comments|hide comments|read comments|post a comment|"
    "leave a comment|leave a reply|add a comment|add comment|write a comment|comment now|"
    "join the discussion|join the conversation|start the conversation|have your say|"
    "report abuse|reply|flag|view all comments|no comments|no comments yet|be the first to comment|"
    "comments are closed|sort by newest|sort by oldest|newest first|oldest first|load comments|"
    "comments powered by disqus|view the discussion thread";

constexpr absl::string_view kPictures =
    "photo|photos|image|images|picture|pictures|gallery|view gallery|photo gallery|slideshow|"
    "getty|getty images|file photo|file|ap|reuters|afp|ap photo|photo by|image source|"
    "image copyright|image caption|media caption|media playback is unsupported on your device|"
    "video|videos|watch|watch video|watch live|listen|enlarge image|hide caption|toggle caption|"
    "view image|view photos|photos of the day|associated press|the associated press|"
    "shutterstock|istock|alamy|handout|courtesy photo|screenshot|graphic|infographic";

constexpr absl::string_view kReadMore =
    "read more|read the full story|read full story|full story|read full article|continue reading|"
    "keep reading|see also|read also|also read|click here|more|more here|details here|"
    "read more here|read the full article here|read the full story here|watch below|listen below|"
    "read it here|story continues|to be continued|via|source|sources|tags|filed under";

constexpr absl::string_view kNotes =
    "update|updated|updates|correction|corrections|correction appended|clarification|"
    "editors note|developing|developing story|more to come|more to follow|breaking";

const absl::flat_hash_map<absl::string_view, absl::string_view>& WholeLines() {
  static const auto* const kLines = [] {
    auto* lines = new absl::flat_hash_map<absl::string_view, absl::string_view>;
    const auto add = [lines](absl::string_view phrases, absl::string_view rule) {
      for (absl::string_view phrase : absl::StrSplit(phrases, '|')) lines->emplace(phrase, rule);
    };
    add(kRelatedHeadings, "related-story");
    add(kAdvertisements, "advertisement");
    add(kNavigation, "navigation");
    add(kSections, "section-label");
    add(kAccounts, "subscribe");
    add(kComments, "comment-box");
    add(kPictures, "image-credit");
    add(kReadMore, "read-more");
    add(kNotes, "editors-note");
    return lines;
  }();
  return *kLines;
}

// The phrases of data/furniture.txt, in its order.
struct PhraseLists {
  std::vector<LinePhrase> starts, notes, enticements, parts;
};

const PhraseLists& Phrases() {
  static const auto* const kPhrases = [] {
    auto* lists = new PhraseLists;
    const absl::string_view file(
        parallax_furniture_phrases,
        static_cast<size_t>(parallax_furniture_phrases_end - parallax_furniture_phrases));
    for (absl::string_view line : absl::StrSplit(file, '\n', absl::SkipEmpty())) {
      const size_t space = line.find(' '), colon = line.find(": ");
      if (line[0] == '#' || space == absl::string_view::npos || colon == absl::string_view::npos) {
        continue;
      }
      const absl::string_view kind = line.substr(0, space);
      const LinePhrase phrase = {line.substr(colon + 2), line.substr(space + 1, colon - space - 1)};
      (kind == "start"  ? lists->starts
       : kind == "note" ? lists->notes
       : kind == "part" ? lists->parts
                        : lists->enticements)
          .push_back(phrase);
    }
    return lists;
  }();
  return *kPhrases;
}

}  // namespace

absl::string_view WholeLineRule(absl::string_view line) {
  const auto found = WholeLines().find(line);
  return found == WholeLines().end() ? absl::string_view() : found->second;
}

bool IsRelatedHeading(absl::string_view line) {
  static const Words* const kHeadings = new Words(Split(kRelatedHeadings, '|'));
  return kHeadings->contains(line);
}

absl::string_view LabelRule(absl::string_view label) {
  static const Words* const kLinks = new Words(Split(
      "related|read more|more|see also|also|also read|read|see|watch|watch live|listen|must read|"
      "read next|more on this|more|from the archives|from the archive|related story|"
      "related stories|related article|related articles|in depth|full coverage|full story|"
      "dont miss|in case you missed it|click|recommended|you may also like|up next",
      '|'));
  static const Words* const kPictureLabels = new Words(
      Split("photo|photos|image|images|picture|pictures|gallery|slideshow|video|videos|"
            "photo credit|image credit|photo by|credit|caption|image caption|media caption|"
            "photograph|photographs|photo gallery|photo illustration|illustration|graphic|"
            "in pictures|file photo|image source|image copyright",
            '|'));
  static const Words* const kTags =
      new Words(Split("tags|topics|filed under|categories|category|keywords|sections|share|follow|"
                      "share this|posted in|tagged|labels",
                      '|'));
  // With or without its date: "Correction, March 6".
  if (label == "editors note" || label == "note to readers" ||
      absl::StartsWith(label, "correction") || absl::StartsWith(label, "clarification")) {
    return "editors-note";
  }
  if (kLinks->contains(label)) return "read-more";
  if (kPictureLabels->contains(label)) return "image-credit";
  if (kTags->contains(label)) return "navigation";
  return {};
}

std::span<const LinePhrase> LineStarts() { return Phrases().starts; }
std::span<const LinePhrase> NoteStarts() { return Phrases().notes; }
std::span<const LinePhrase> EnticementStarts() { return Phrases().enticements; }
std::span<const LinePhrase> LineParts() { return Phrases().parts; }

bool IsEnticementWord(absl::string_view word) {
  static const Words* const kWords = new Words(
      Split("newsletter newsletters inbox email emails subscribe subscriber subscribers "
            "subscription app apps alerts notifications podcast itunes soundcloud spotify youtube "
            "twitter facebook instagram whatsapp telegram here journalism updates briefing daily "
            "membership free account unlimited membership patreon digest"));
  return kWords->contains(word);
}

bool IsShareWord(absl::string_view word) {
  static const Words* const kWords = new Words(Split(
      "share shares tweet tweets retweet facebook twitter linkedin whatsapp pinterest reddit "
      "email print tumblr flipboard messenger instagram youtube bookmark rss google pocket "
      "telegram copy pin save like likes flagsharelikereply stumbleupon digg viber snapchat"));
  return kWords->contains(word);
}

bool IsShareFiller(absl::string_view word) {
  static const Words* const kWords = new Words(
      Split("this story article page post link on via to with by your friends friend a an the x "
            "and or more comment comments reply flag follow us news text size url window opens in "
            "new plus menu close mail e send it tab"));
  return kWords->contains(word);
}

bool IsAgency(absl::string_view word) {
  static const Words* const kWords = new Words(
      Split("ap reuters getty afp epa bloomberg shutterstock istock alamy rex upi tass xinhua "
            "associated zuma corbis wireimage filmmagic redux polaris sipa dpa pa ansa efe"));
  return kWords->contains(word);
}

bool IsCalendarWord(absl::string_view word) {
  static const Words* const kWords = new Words(Split(
      "jan feb mar apr jun jul aug sep sept oct nov dec january february march april may june "
      "july august september october november december mon tue tues wed thu thur thurs fri "
      "sat sun monday tuesday wednesday thursday friday saturday sunday"));
  return kWords->contains(word);
}

bool IsTimeWord(absl::string_view word) {
  static const Words* const kWords = new Words(Split(
      "am pm a m p est edt et cst cdt ct mst mdt mt pst pdt pt gmt utc bst cet cest eastern "
      "pacific central on at of the last first time date hour hours hr hrs minute minutes min "
      "mins day days week weeks month months year years st nd rd th noon midnight today "
      "yesterday and"));
  return kWords->contains(word) || IsCalendarWord(word);
}

bool IsTimeLead(absl::string_view word) {
  static const Words* const kWords = new Words(
      Split("updated published posted modified created ago read edited issued dated filed"));
  return kWords->contains(word);
}

bool IsWriterNoun(absl::string_view word) {
  static const Words* const kWords = new Words(
      Split("reporter writer columnist correspondent editor contributor producer journalist intern "
            "blogger freelancer photographer critic fellow analyst author host"));
  return kWords->contains(word);
}

}  // namespace parallax::text::internal
