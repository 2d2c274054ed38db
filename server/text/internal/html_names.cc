#include "server/text/internal/html_names.h"

#include <cstddef>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace parallax::text::internal {
namespace {

using Words = absl::flat_hash_set<absl::string_view>;

const Words* Split(absl::string_view words) {
  return new Words(absl::StrSplit(words, ' ', absl::SkipEmpty()));
}

// Words, and pairs of words written together.
bool IsFurniture(absl::string_view word) {
  static const Words* const kWords = Split(
      "ad ads advert adverts advertisement advertising adsbygoogle sponsor sponsored sponsors "
      "promo "
      "promos promotion outbrain taboola recirc recirculation related relateditems relcontent "
      "recommended recommendations trending popular mostread mostpopular share sharing sharebar "
      "sharetools sharedaddy social socials addthis follow newsletter newsletters subscribe "
      "subscription subscriptions contribution contributions signup signin login register "
      "registration donate donation "
      "comment "
      "comments disqus livefyre respond reply replies byline bylines author authors bio tagline "
      "caption captions imgcaption imagetext credit credits imgcredit photographer copyright nav "
      "navbar navigation menu menus breadcrumb breadcrumbs sidebar masthead footer foot banner tag "
      "tags topics keywords toolbar pagetools tools skip skiplink sronly readeronly screenreader "
      "hidden timestamp readmore morestories moreposts moreon nextstories upnext recentposts "
      "recententries teaser teasers summaryitem summaryblock widget widgets gallery slideshow "
      "carousel poll quiz correction corrections clarification factbox bookmark postembed "
      "embeddedpost inlinearticle pagination pager printonly noprint offscreen speechifyignore "
      "listen audio video player ticker newsticker breakingnews alertbar cta upsell exitintent "
      "popmake trackback trackbacks recaptcha grecaptcha pullquote pullquotes");
  return kWords->contains(word);
}

bool IsDialog(absl::string_view word) {
  static const Words* const kWords = Split(
      "privacy consent consents cookie cookies cookiebot cookiebanner cookielaw gdpr ccpa cmp "
      "cmplz "
      "onetrust didomi truste trustarc quantcast usercentrics iubenda sourcepoint spmessage evidon "
      "osano klaro ccwindow ccbanner interstitial lightbox modal popup overlay");
  return kWords->contains(word);
}

bool IsWall(absl::string_view word) {
  static const Words* const kWords =
      Split("paywall regwall premiumwall payfence metered piano subscribewall");
  return kWords->contains(word);
}

bool IsBody(absl::string_view word) {
  static const Words* const kWords = Split(
      "articlebody articlecontent articletext storybody storycontent storytext postbody "
      "postcontent "
      "postdescription entrycontent entrybody assetbody newsbody newstext richtext richtextbody "
      "econtent ghcontent availablecontent namebody");
  return kWords->contains(word);
}

bool IsQuote(absl::string_view word) {
  static const Words* const kWords = Split("quote quotes blockquote pull");
  return kWords->contains(word);
}

// Whole names that sites write around a post of theirs shown elsewhere.
bool IsPost(absl::string_view name) {
  static const Words* const kNames = Split(
      "twitter-tweet twitter-video twitter-embed bluesky-embed mastodon-embed instagram-media "
      "fb-post fb-xfbml-parse-ignore tiktok-embed text-post-media reddit-embed-bq reddit-card "
      "telegram-post");
  return kNames->contains(name);
}

// "has-comments", "no-sidebar": about the page, not about what the element is.
bool IsAboutPage(absl::string_view name) {
  for (absl::string_view prefix :
       {"has-", "has_", "with-", "no-", "is-", "without-", "js-", "hide-", "show-", "single-",
        "format-", "category-", "tag-", "layout-", "page-", "template-", "postid-", "theme-"}) {
    if (absl::StartsWith(name, prefix)) return true;
  }
  return false;
}

void Add(absl::string_view word, HtmlName* name) {
  if (word.empty()) return;
  name->furniture = name->furniture || IsFurniture(word);
  name->dialog = name->dialog || IsDialog(word);
  name->wall = name->wall || IsWall(word);
  name->body = name->body || IsBody(word);
  name->quote = name->quote || IsQuote(word);
}

}  // namespace

void ReadHtmlName(absl::string_view attribute, HtmlName* name) {
  for (absl::string_view one :
       absl::StrSplit(attribute, absl::ByAnyChar(" \t\r\n"), absl::SkipEmpty())) {
    if (IsAboutPage(one)) continue;
    const std::string whole = absl::AsciiStrToLower(one);
    name->post = name->post || IsPost(whole);
    Add(whole, name);
    std::string word, before;
    bool was_lower = false;
    for (size_t i = 0; i <= one.size(); ++i) {
      const char c = i < one.size() ? one[i] : '-';
      const bool is_upper = absl::ascii_isupper(static_cast<unsigned char>(c));
      const bool is_letter = absl::ascii_isalpha(static_cast<unsigned char>(c));
      if ((!is_letter || (is_upper && was_lower)) && !word.empty()) {
        Add(word, name);
        if (!before.empty()) Add(absl::StrCat(before, word), name);
        before.swap(word);
        word.clear();
      }
      if (is_letter) word.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
      was_lower = absl::ascii_islower(static_cast<unsigned char>(c));
    }
  }
}

}  // namespace parallax::text::internal
